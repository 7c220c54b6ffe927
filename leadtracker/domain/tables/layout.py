"""How a delimited text is laid out: encoding, delimiter, heading, and where the table begins."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import BinaryIO

from leadtracker.domain.columns.headings import looks_like_heading
from leadtracker.domain.tables.encodings import detect_encoding
from leadtracker.domain.tables.rows import Row, decoded_lines, split_rows

DELIMITERS = (",", ";", "\t", "|", "~", "^")

#: Signs that stand inside names and addresses for no other reason than to part cells.
_UNNATURAL = (";", "\t", "|", "~", "^")

_SAMPLE_LINES = 500

#: Excel writes and reads this as a first line.
_SEPARATOR_LINE = re.compile(r'^"?sep=(?P<delimiter>.)"?\s*$', re.IGNORECASE)


class EmptyTable(ValueError):
    """There is no row in the file."""


@dataclass(frozen=True)
class Layout:
    """How to read a file. ``skip_lines`` is how many lines stand before the table begins."""

    encoding: str
    delimiter: str
    has_header: bool
    width: int
    skip_lines: int = 0


def detect_layout(
    stream: BinaryIO,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
) -> Layout:
    """Find out how ``stream`` is laid out; what is given is taken as it is.

    Raises ``EmptyTable`` when it holds no row, and ``LookupError`` for an unknown encoding.
    """
    start = stream.tell()
    encoding = encoding or detect_encoding(stream)
    sample = list(islice(decoded_lines(stream, encoding), _SAMPLE_LINES))
    stream.seek(start)
    named, skip_lines = _separator_line(sample)
    delimiter = delimiter or named or _likeliest_delimiter(sample)
    rows = list(split_rows(sample[skip_lines:], delimiter))
    if not rows:
        raise EmptyTable
    width = _usual_width(rows)
    head = _preamble(rows, width)
    skip_lines += rows[head].line - 1
    rows = rows[head:]
    if has_header is None:
        has_header = looks_like_heading(rows[0].cells, [row.cells for row in rows[1:]])
    if has_header:
        width = max(width, len(rows[0].cells))
    return Layout(encoding, delimiter, has_header, width, skip_lines)


def read_heading(stream: BinaryIO, layout: Layout) -> list[str]:
    """The names of the columns; empty strings where the file gives none."""
    if not layout.has_header:
        return [""] * layout.width
    return next(_table(stream, layout)).cells


def read_rows(stream: BinaryIO, layout: Layout) -> Iterator[Row]:
    """The rows below the heading, one by one, each of ``layout.width`` cells or with a fault."""
    rows = _table(stream, layout)
    if layout.has_header:
        next(rows, None)
    return rows


def _table(stream: BinaryIO, layout: Layout) -> Iterator[Row]:
    stream.seek(0)
    lines = decoded_lines(stream, layout.encoding)
    table = islice(lines, layout.skip_lines, None)
    for row in split_rows(table, layout.delimiter, width=layout.width):
        yield row._replace(line=row.line + layout.skip_lines) if layout.skip_lines else row


def _separator_line(sample: list[str]) -> tuple[str | None, int]:
    match = _SEPARATOR_LINE.match(sample[0]) if sample else None
    return (match["delimiter"], 1) if match else (None, 0)


def _likeliest_delimiter(sample: list[str]) -> str:
    """The sign that parts the most rows into the same number of cells, and leaves none over."""
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: list[str], delimiter: str) -> float:
    rows = [row for row in split_rows(sample, delimiter) if len(row.cells) > 1 or row.cells[0]]
    if not rows:
        return 0.0
    width = _usual_width(rows)
    usual = [row for row in rows if len(row.cells) == width and not row.fault]
    leftovers = [sign for sign in _UNNATURAL if sign != delimiter]
    clean = sum(not any(sign in cell for cell in row.cells for sign in leftovers) for row in usual)
    return (len(usual) / len(rows)) ** 2 * (clean / max(len(usual), 1)) * log(width)


def _usual_width(rows: list[Row]) -> int:
    """The commonest number of cells; of two equally common ones the larger."""
    widths = Counter(len(row.cells) for row in rows if not row.fault)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _preamble(rows: list[Row], width: int) -> int:
    """How many rows stand above the table: a title or a date alone in its line."""
    if width < 3:
        return 0
    for position, row in enumerate(rows):
        if sum(map(bool, row.cells)) > 1:
            return position
    return 0
