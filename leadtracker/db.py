"""The database: one session, two engines, and a transaction discipline that loses no update.

SQLite under SQLAlchemy's defaults silently loses concurrent read-modify-writes: the driver begins
no transaction for a SELECT. So transactions are begun by us. Every transaction takes the write
lock at once (``BEGIN IMMEDIATE``) unless its context is declared reading with :func:`reading`;
forgetting to declare costs a little waiting, never an update. PostgreSQL ignores the declaration:
there a read-modify-write takes its rows with ``FOR UPDATE`` or by compare-and-set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, MetaData, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Instant(TypeDecorator):
    """An aware instant in UTC. SQLite knows no zones: it keeps it naive and gives it back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: Instant}
    )


db = SQLAlchemy(model_class=Base)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read: on SQLite they take no write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write; the way back out of :func:`reading`."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def keep_read() -> None:
    """What this request has read stays readable after its commits.

    One press at the desk is several transactions, and reading everything anew in each was half its
    statements. Only for requests whose services lock the rows they decide on and read those anew
    (``populate_existing``, ``refresh``), or compare and set. It ends with the request.
    """
    db.session().expire_on_commit = False


def prepare_engine(engine: Engine) -> None:
    """Take ``BEGIN`` over from SQLite's driver and set its pragmas; PostgreSQL needs neither."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection, _record) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection) -> None:
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


#: PostgreSQL's code and SQLite's words for a disk without room.
_DISK_FULL_STATE, _DISK_FULL_WORDS = "53100", "database or disk is full"


def is_disk_full(error: BaseException | None) -> bool:
    """Whether ``error`` means that there is no room left to write; the transaction is undone."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state == _DISK_FULL_STATE or _DISK_FULL_WORDS in str(error.orig)


def text_enum(enum: type, name: str) -> Enum:
    """A ``StrEnum`` kept as its text, with a check constraint called after ``name``."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
