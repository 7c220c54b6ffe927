"""A delimited text as a table: how it is laid out, and its rows.

Nothing here looks at what the columns mean; that is ``domain.columns``.
"""

from leadtracker.domain.tables.encodings import ENCODINGS
from leadtracker.domain.tables.layout import (
    DELIMITERS,
    EmptyTable,
    Layout,
    detect_layout,
    read_heading,
    read_rows,
)
from leadtracker.domain.tables.rows import Row, RowFault

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "EmptyTable",
    "Layout",
    "Row",
    "RowFault",
    "detect_layout",
    "read_heading",
    "read_rows",
]
