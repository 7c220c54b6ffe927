"""An instant so many seconds later, in SQL that both databases answer alike."""

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from leadtracker.db import Instant


class later(FunctionElement):  # noqa: N801 - it is called like a function
    """``later(instant, seconds)``; SQLite counts in thousandths of a second."""

    type = Instant()
    name = "later"
    inherit_cache = True


@compiles(later, "sqlite")
def _on_sqlite(element, compiler, **kwargs) -> str:
    instant, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    # Six places behind the point, as the driver writes them: instants are compared as text.
    return f"strftime('%Y-%m-%d %H:%M:%f000', {instant}, ({seconds}) || ' seconds')"


@compiles(later, "postgresql")
def _on_postgresql(element, compiler, **kwargs) -> str:
    instant, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({instant} + ({seconds}) * INTERVAL '1 second')"
