"""Rows of a delimited text, one by one, with the line each begins on in the file.

``csv.reader`` is fast but has one bad habit: a quotation mark that is opened and never closed
swallows the rest of the file into one cell. Here a row ends at the latest after
:data:`MAX_LINES_IN_ROW` lines, what it had swallowed is read again from its second line on, and
only the row that broke is answered as broken.
"""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import BinaryIO, NamedTuple

#: A quoted cell may hold line breaks; one with more than these is an unclosed quotation mark.
MAX_LINES_IN_ROW = 100


class RowFault(StrEnum):
    """Why a row cannot be trusted to be what its writer meant."""

    BROKEN_QUOTE = "broken_quote"
    TOO_MANY_CELLS = "too_many_cells"


class Row(NamedTuple):
    """A row: its first line in the file, counted from 1, and its cells without outer blanks.

    A row with a fault keeps its text as it stands, so that it can be handed back.
    """

    line: int
    cells: list[str]
    fault: RowFault | None = None


class _Unclosed(Exception):
    """A row went on for too many lines."""


class _Lines:
    """The physical lines of a text, with a way back to the start of the present row."""

    def __init__(self, text: Iterable[str]):
        self._text = iter(text)
        self._returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == MAX_LINES_IN_ROW:
            raise _Unclosed
        line = self._returned.popleft() if self._returned else next(self._text)
        self.taken.append(line)
        return line

    def keep_first_only(self) -> str:
        """Give all but the first line of the row back, and return that one."""
        self._returned.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return self.taken[0]


def split_rows(text: Iterable[str], delimiter: str, *, width: int = 0) -> Iterator[Row]:
    """The rows of ``text`` (lines with their ends), empty ones left out.

    With ``width``, rows are brought to that many cells: short ones are filled up, further *empty*
    cells are cut, and a row with more to say than there are columns has a fault. After a broken
    row everything is refused until a row has just that width again: it is the rest of the broken
    one.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    line, resuming = 1, False
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
            broken = len(lines.taken) > 1 and _swallowed(lines.taken, cells, delimiter, width)
        except StopIteration:
            return
        except (csv.Error, _Unclosed):
            cells, broken = [], True
        if broken or (resuming and cells and len(cells) != width):
            cells = [lines.keep_first_only().strip("\r\n")]
            resuming = width > 0
            yield Row(line, cells, RowFault.BROKEN_QUOTE)
        elif row := _fitted(line, [cell.strip() for cell in cells], width):
            resuming = False
            yield row
        line += len(lines.taken)


def _swallowed(taken: list[str], cells: list[str], delimiter: str, width: int) -> bool:
    """Whether a row of several lines ate whole rows: it has the wrong width, they the right one."""
    if not width or len(cells) == width:
        return False
    return any(_cell_count(line, delimiter) == width for line in taken[1:])


def _cell_count(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        return 0


def _fitted(line: int, cells: list[str], width: int) -> Row | None:
    """The row at ``width`` cells, or None when there is nothing in it."""
    if not any(cells):
        return None
    if not width or len(cells) == width:
        return Row(line, cells)
    if len(cells) < width:
        return Row(line, cells + [""] * (width - len(cells)))
    if any(cells[width:]):
        return Row(line, cells, RowFault.TOO_MANY_CELLS)
    return Row(line, cells[:width])


def decoded_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of ``stream`` with their ends; damaged characters become U+FFFD, NULs go."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        for line in text:
            yield line.replace("\0", "") if "\0" in line else line
    finally:
        text.detach()
