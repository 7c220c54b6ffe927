"""What a cell of somebody's list holds before it is read as telephone numbers."""

import math
import re

from leadtracker.domain.plain_text import legible

#: Longest piece of the original text that is kept beside a number.
ORIGINAL_LENGTH = 80

#: Texts that exporters and people write for "there is none".
_PLACEHOLDERS = frozenset(
    {
        *("null", "none", "nil", "nan", "n/a", "na", "n.a.", "n/k", "nk", "#n/a", "no", "x"),
        *("unknown", "tbc", "tba", "keine", "aucun", "ninguno", "?", ".", "-", "--", "---"),
        *("-1", "-2", "-3", "-8", "-9", "-99", "-999", "-9999"),
    }
)

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_FLOAT = re.compile(r"(\+?[0-9]+)\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"([1-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})", re.ASCII)

#: Spreadsheets show long numbers with six digits or fewer and an exponent; a number that really
#: ends in more zeros than this is rarer than one whose last digits were lost that way.
_TRUSTED_ZEROS = 2


class DigitsLost(ValueError):
    """The cell shows a number in scientific notation, and its last digits are gone."""


def text_of(cell: str | float | None) -> str:
    """The cell's value as text that can be stored: breaks become ";", invisible characters go.

    Numbers that a spreadsheet kept as floats come back as their digits.
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if math.isfinite(cell) and cell == int(cell) else str(cell)
    return legible(_BREAKS.sub(";", str(cell))).strip("; ")


def is_placeholder(text: str) -> bool:
    """Whether ``text`` stands for a missing number: empty, "n/a", "-9", "-1.0", only zeros."""
    word = text.casefold().strip("()[]<>\"'* ")
    if word.endswith(".0"):
        word = word[:-2]
    if not word or word in _PLACEHOLDERS:
        return True
    digits = re.sub(r"\D", "", word)
    return bool(digits) and not digits.strip("0") and not re.search(r"[^\W\d]", word)


def undo_spreadsheet(text: str) -> str:
    """``6025550142.0`` and ``6.025550142E+09`` as ``6025550142``.

    Raises ``DigitsLost`` for ``4.42079E+11``: what is left is the beginning of a number only.
    """
    if whole := _FLOAT.fullmatch(text):
        return whole[1]
    if not (parts := _SCIENTIFIC.fullmatch(text)):
        return text
    first, rest, exponent = parts[1], parts[2] or "", int(parts[3])
    zeros = exponent - len(rest)
    if zeros > _TRUSTED_ZEROS or zeros < -len(rest):
        raise DigitsLost(text)
    digits = first + rest
    return digits + "0" * zeros if zeros >= 0 else digits[:zeros]
