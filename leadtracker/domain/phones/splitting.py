"""Where one number ends and the next begins, and which part is the extension."""

import re
from collections.abc import Callable, Iterator

_SEPARATORS = re.compile(r"\s*;(?!\s*ext=)\s*|\s*[|&]\s*|\s+(?:or|and|o|y|ou|et|oder|und)\s+", re.I)
_COMMA = re.compile(r"\s*,\s*")

#: Fewest digits of a number that stands alone between commas or slashes: shorter ones are area
#: codes ("030/398840"), endings ("3312/35") or extensions (", 12").
_WHOLE_NUMBER = 7

_EXTENSION = re.compile(
    r"""(?P<body>.*\d\W*?)
    [\s,(]* (?: (?<![^\W\d_]) (?: ext(?:ension|n)? | extensi[oó]n | int(?:erno|ern)? | anexo | ramal
                | poste | durchwahl | dw | nebenstelle | toestel ) | x | \#  )
    [\s.:]* (?P<extension>[0-9]{1,12}) \)? \s*""",
    re.VERBOSE | re.IGNORECASE,
)

_VANITY = re.compile(r"\+?1?\W*8[0-8]{2}\W+[A-Z0-9][A-Z0-9 -]{6,10}", re.IGNORECASE | re.ASCII)


def pieces_of(text: str, is_number: Callable[[str], bool]) -> Iterator[str]:
    """The parts of a cell that each hold one number.

    ``is_number`` says whether a part can be dialled as it stands; it decides whether a slash
    parts an area code from its number or one number from the next.
    """
    for group in _SEPARATORS.split(text):
        for piece in _at_commas(group):
            yield from _at_slashes(piece, is_number)


def _at_commas(text: str) -> list[str]:
    parts = _COMMA.split(text)
    apart = all(_count(part) >= _WHOLE_NUMBER for part in parts)
    return [part for part in parts if part] if apart else [text]


def _at_slashes(text: str, is_number: Callable[[str], bool]) -> list[str]:
    parts = text.split("/")
    for length in range(1, len(parts)):
        head = "/".join(parts[:length]).strip()
        if _count(head) >= _WHOLE_NUMBER and is_number(head):
            return [head, *(_after(head, tail.strip()) for tail in parts[length:])]
    return [text] if text else []


def _after(head: str, tail: str) -> str:
    """``35`` after ``4381-3312`` is ``4381-3335``; a long tail is a number of its own."""
    missing = _count(tail)
    if missing >= _WHOLE_NUMBER or not tail.isdigit():
        return tail
    return head[: _start_of_last(head, missing)] + tail


def _start_of_last(text: str, digits: int) -> int:
    """Where the last ``digits`` digits of ``text`` begin."""
    places = [place for place, char in enumerate(text) if char.isdigit()]
    return places[-digits] if digits else len(text)


def _count(text: str) -> int:
    return sum(char.isdigit() for char in text)


def split_extension(piece: str) -> tuple[str, str | None]:
    """``602 555 0142 int. 12`` as the number and ``12``; without one, the piece and None."""
    parts = _EXTENSION.fullmatch(piece)
    if not parts or _count(parts["body"]) < _WHOLE_NUMBER:
        return piece, None
    return parts["body"].strip(" ,("), parts["extension"]


def vanity(text: str) -> bool:
    """Whether letters in it are dialled: a toll-free number that spells a word.

    Anywhere else letters are words beside the number, and reading "713 4567 Ana" by the keypad
    would ring a stranger.
    """
    return _VANITY.fullmatch(text) is not None
