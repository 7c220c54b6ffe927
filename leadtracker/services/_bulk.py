"""Writing thousands of rows at once, in the way each database likes best."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db


def insert_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all name the same columns; what they leave out gets its default.

    They go past SQLAlchemy to the driver, which saves half the time: by COPY on PostgreSQL, by one
    prepared statement on SQLite. Raises SQLAlchemy's ``IntegrityError`` like any other insert.
    """
    if not rows:
        return
    defaults = dict(_defaults(table, rows[0]))
    columns = [table.columns[name] for name in (*rows[0], *defaults)]
    values = _values(columns, defaults, rows)
    dialect = db.engine.dialect
    cursor = db.session.connection().connection.cursor()
    try:
        if dialect.name == "postgresql":
            _copy(cursor, table, columns, values)
        else:
            _repeat(cursor, table, columns, values)
    except dialect.dbapi.IntegrityError as error:
        raise IntegrityError(f"INSERT INTO {table.name}", None, error) from error
    finally:
        cursor.close()


def _copy(cursor, table: Table, columns: list[Column], values: Iterator[list]) -> None:
    names = ", ".join(column.name for column in columns)
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _repeat(cursor, table: Table, columns: list[Column], values: Iterator[list]) -> None:
    names = ", ".join(column.name for column in columns)
    places = ", ".join("?" * len(columns))
    cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", values)


def _values(
    columns: list[Column], defaults: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[list]:
    """Each row in the order of ``columns``, as the driver wants its values."""
    dialect = db.engine.dialect
    binds = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    steps = [(column.name, bind) for column, bind in zip(columns, binds, strict=True)]
    for row in rows:
        whole = {**defaults, **row}
        yield [bind(whole[name]) if bind else whole[name] for name, bind in steps]


def _defaults(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns a row leaves out whose default is ours and not the database's."""
    for column in table.columns:
        if column.name not in row and column.default is not None:
            default = column.default
            yield column.name, default.arg(None) if default.is_callable else default.arg
