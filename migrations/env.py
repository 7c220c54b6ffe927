"""Alembic's environment: the application's own engine and metadata, on SQLite and PostgreSQL.

Written by hand because Flask-Migrate's template calls a deprecated ``get_engine`` and lets
``fileConfig`` switch the application's loggers off.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from leadtracker.db import Instant, db

#: Tables that a migration makes by hand and autogenerate must leave alone (full-text search).
HAND_MADE_PREFIXES = ("lead_search",)


def include_object(obj, name, type_, _reflected, _compare_to) -> bool:
    """Leave search structures out of comparisons."""
    if type_ == "table":
        return not name.startswith(HAND_MADE_PREFIXES)
    if type_ == "index":
        return not name.startswith(tuple(f"ix_{prefix}" for prefix in HAND_MADE_PREFIXES))
    return True


def render_item(type_, obj, autogen_context) -> str | bool:
    """Write our own column type by its short name."""
    if type_ == "type" and isinstance(obj, Instant):
        autogen_context.imports.add("from leadtracker.db import Instant")
        return "Instant()"
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making a new one and dropping the old.

    With foreign keys on, the drop would delete every row that points at it. They are checked as a
    whole before they are switched on again. The pragma counts outside transactions only.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := driver.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows point at nothing after the migration: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Migrate online; there is no offline mode, since data steps need the database."""
    engine = db.engine
    with engine.connect() as connection, without_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if current_app:
    run()
