"""What the cells of a column look like, whatever it is called."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from leadtracker.domain.countries import country_code
from leadtracker.domain.phones import parse_phone

EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\W\d_]{2,}")
_WEBSITE = re.compile(r"(https?://\S+|(www\.)?([\w-]+\.)+[a-z]{2,}(/\S*)?)", re.IGNORECASE)
_POSTAL = re.compile(
    r"""
    [A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}       # United Kingdom
    | [A-Z]\d[A-Z]\s?\d[A-Z]\d              # Canada
    | [A-Z]\d[\dW]\s?[A-Z\d]{4}             # Ireland
    | \d{4}\s?[A-Z]{2}                      # Netherlands
    | \d{5}-\d{4}                           # United States with the last four
    """,
    re.VERBOSE,
)
#: Six digits at least, and more digits than anything else.
_PHONE_LIKE = re.compile(r"(?=(?:\D*\d){6})[+(]?[\d\s().,/+;|:-]+(?:\D{0,12}\d{0,6})", re.ASCII)
_SHORT_NUMBER = re.compile(r"\(?\+?0?\d{1,5}\)?")
_LETTERS = re.compile(r"[^\W\d_]")

#: Words that lists write where they have nothing to say.
MISSING = frozenset(
    (
        "", "-", "--", "---", ".", "?", "/", "n/a", "na", "n.a.", "#n/a", "null", "none", "nil",
        "nan", "nd", "s/d", "unknown", "not available", "not provided", "missing", "tbc", "tbd",
        "-1", "-2", "-3", "-9", "-99", "-999", "(blank)", "(null)", "#ref!", "#value!", "undefined",
    )
)  # fmt: skip


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing to say ("n/a", "-9", "NULL")."""
    return cell.casefold() in MISSING


@dataclass(frozen=True)
class Contents:
    """A column's cells, each that says something, as shares from 0 to 1.

    ``numbers`` are written like telephone numbers, ``callable`` can be dialled as they stand,
    ``distinct`` is the share of different values.
    """

    filled: int
    distinct: float = 0.0
    callable: float = 0.0
    numbers: float = 0.0
    emails: float = 0.0
    websites: float = 0.0
    countries: float = 0.0
    postal_codes: float = 0.0
    short_numbers: float = 0.0
    names: float = 0.0
    texts: float = 0.0
    length: float = 0.0


def look_at(cells: list[str], regions: list[str]) -> Contents:
    """What the cells of a column look like; ``regions`` are the countries of their rows."""
    said = [
        (cell, region) for cell, region in zip(cells, regions, strict=True) if not is_missing(cell)
    ]
    if not said:
        return Contents(filled=0)
    values = [cell for cell, _ in said]
    likely = [pair for pair in said if _PHONE_LIKE.fullmatch(pair[0])]

    def share(is_one: Callable[[str], object]) -> float:
        return sum(bool(is_one(value)) for value in values) / len(values)

    return Contents(
        filled=len(values),
        distinct=len(set(values)) / len(values),
        numbers=len(likely) / len(said),
        callable=sum(parse_phone(*pair).e164 is not None for pair in likely) / len(said),
        emails=share(EMAIL.fullmatch),
        websites=share(lambda value: _WEBSITE.fullmatch(value) and "@" not in value),
        countries=share(country_code),
        postal_codes=share(_POSTAL.fullmatch),
        short_numbers=share(_SHORT_NUMBER.fullmatch),
        names=share(_is_name),
        texts=share(lambda value: len(_LETTERS.findall(value)) >= 2),
        length=sum(map(len, values)) / len(values),
    )


def _is_name(value: str) -> bool:
    """Words more than signs, as names of businesses and people are."""
    letters = len(_LETTERS.findall(value))
    return letters >= 3 and letters >= 0.6 * len(value.replace(" ", "")) and "@" not in value
