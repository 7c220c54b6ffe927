"""CSV files for people: opened by a double click, in any spreadsheet, without harm."""

import csv
import io
from collections.abc import Iterable, Iterator

from leadtracker.domain.csv_cells import safe_cell

#: Tells Excel that the file is UTF-8.
_MARK = "\ufeff"


def csv_lines(heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file line by line, so that a long one is sent while it is read."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    yield _MARK
    yield _written(writer, buffer, heading)
    for row in rows:
        yield _written(writer, buffer, row)


def _written(writer, buffer: io.StringIO, row: Iterable[object]) -> str:
    writer.writerow([safe_cell(cell) for cell in row])
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line
