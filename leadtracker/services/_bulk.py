"""Writing thousands of rows at once, in the way each database likes best."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, insert
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db


def insert_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all name the same columns; what they leave out gets its default.
    Raises SQLAlchemy's ``IntegrityError`` on either database.

    PostgreSQL takes them by COPY, five times faster than row by row; SQLite likes row by row.
    """
    if not rows:
        return
    if db.engine.dialect.name == "postgresql":
        _copy(table, rows)
    else:
        db.session.execute(insert(table), list(rows))


def _copy(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    dialect = db.engine.dialect
    defaults = dict(_defaults(table, rows[0]))
    columns = [table.columns[name] for name in (*rows[0], *defaults)]
    binds = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    quoted = dialect.identifier_preparer
    names = ", ".join(quoted.format_column(column) for column in columns)
    statement = f"COPY {quoted.format_table(table)} ({names}) FROM STDIN"
    cursor = db.session.connection().connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                values = (row.get(column.name, defaults.get(column.name)) for column in columns)
                copy.write_row(
                    [
                        bind(value) if bind else value
                        for bind, value in zip(binds, values, strict=True)
                    ]
                )
    except dialect.dbapi.IntegrityError as error:
        # This way past SQLAlchemy would be a way past those who expect its exceptions.
        raise IntegrityError(statement, None, error) from error


def _defaults(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns a row leaves out whose default is ours and not the database's."""
    for column in table.columns:
        if column.name not in row and column.default is not None:
            yield column.name, _default_of(column)


def _default_of(column: Column) -> Any:
    default = column.default
    return default.arg(None) if default.is_callable else default.arg
