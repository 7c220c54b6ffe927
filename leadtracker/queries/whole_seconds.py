"""Instants as whole seconds since 1970, in SQL that both databases answer alike."""

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class whole_seconds(FunctionElement):  # noqa: N801 - it is called like a function
    """The instant in whole seconds, never rounded up; ``domain.promises.whole_seconds`` in SQL."""

    type = Integer()
    name = "whole_seconds"
    inherit_cache = True


@compiles(whole_seconds, "sqlite")
def _on_sqlite(element, compiler, **kwargs) -> str:
    (column,) = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(strftime('%s', {column}) AS INTEGER)"


@compiles(whole_seconds, "postgresql")
def _on_postgresql(element, compiler, **kwargs) -> str:
    (column,) = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column})) AS BIGINT)"
