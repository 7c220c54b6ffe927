"""What a column's name says, and whether a first line holds names at all."""

import re
from functools import cache

from leadtracker.domain.columns.words import ASIDE, BARE_NAME, FAX, FILLER, PHRASES, Field
from leadtracker.domain.plain_text import folded

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORDS = re.compile(r"[a-z0-9]+")

#: How far a heading is trusted, by how many words it has besides the phrase.
_TRUST = (1.0, 0.75, 0.55)
_LEAST_TRUST = 0.35
_ASIDE_COSTS = 0.4

_DATA = re.compile(
    r"""
    [^\s@]+@[^\s@]+\.\w+                # an e-mail address
    | (?:https?://|www\.).+             # a web address
    | [+(]?\d[\d\s().,:/+-]*            # a number of any kind: telephone, date, amount
    """,
    re.VERBOSE | re.IGNORECASE,
)


@cache
def _words(heading: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(folded(_CAMEL.sub(" ", heading))))


def is_fax(heading: str) -> bool:
    """Whether it names a fax machine's number."""
    return any(word in folded(heading) for word in FAX)


def is_bare_name(heading: str) -> bool:
    """Whether it says "name" and not whose."""
    return "".join(_words(heading)) in BARE_NAME


def heading_trust(heading: str, field: Field) -> float:
    """How plainly ``heading`` says ``field``: 0 not at all, 1 in so many words."""
    words = _words(heading)
    return max((_trust(words, phrase) for phrase in _phrases(field)), default=0.0)


@cache
def _phrases(field: Field) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in PHRASES[field])


def _trust(words: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    if "".join(words) == "".join(phrase):
        return _TRUST[0]
    size = len(phrase)
    for start in range(len(words) - size + 1):
        if words[start : start + size] == phrase:
            return _trust_with_rest(words[:start] + words[start + size :])
    return 0.0


def _trust_with_rest(rest: tuple[str, ...]) -> float:
    telling = [word for word in rest if word not in FILLER and not word.isdigit()]
    trust = _TRUST[len(telling)] if len(telling) < len(_TRUST) else _LEAST_TRUST
    return max(trust - _ASIDE_COSTS, 0.0) if ASIDE.intersection(telling) else trust


def looks_like_heading(first: list[str], following: list[list[str]]) -> bool:
    """Whether the first row names the columns below it.

    Where nothing tells, the answer is no: a heading taken for a lead is seen at once, a lead taken
    for the heading is lost silently.
    """
    known = sum(map(_is_known, first))
    data = sum(bool(_DATA.fullmatch(cell)) for cell in first)
    if known >= min(2, len(first)):
        return known >= data
    if data:
        return False
    return any(
        cell and _is_column_of_data(position, following) for position, cell in enumerate(first)
    )


def _is_known(cell: str) -> bool:
    if not cell or len(cell) > 60:
        return False
    return (
        is_fax(cell)
        or is_bare_name(cell)
        or any(heading_trust(cell, field) >= _TRUST[1] for field in Field)
    )


def _is_column_of_data(position: int, rows: list[list[str]]) -> bool:
    cells = [row[position] for row in rows if position < len(row) and row[position]]
    return len(cells) > 0 and sum(bool(_DATA.fullmatch(cell)) for cell in cells) >= 0.8 * len(cells)
