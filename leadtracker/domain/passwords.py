"""What a password must be: long, bounded, and not what anyone would try first.

NIST SP 800-63B §5.1.1.2 is followed: length counts, rules about kinds of characters do not, and
words of the context (the service, the company, the person) are refused.
"""

from collections.abc import Iterable

from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.plain_text import folded

MIN_LENGTH = 12
#: Hashing costs by length, and nobody types more.
MAX_LENGTH = 200

#: How many letters and digits must be left without the words everybody tries, and how many
#: different characters there must be at all.
_OWN_CHARACTERS = 6
_DIFFERENT_CHARACTERS = 5

_COMMON = (
    "password",
    "passwort",
    "contrasena",
    "leadtracker",
    "welcome",
    "letmein",
    "changeme",
    "admin",
    "secret",
    "iloveyou",
    "telesales",
    "sales",
)
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 4
_RUNS = frozenset(
    row[start : start + _RUN]
    for line in _ROWS
    for row in (line, line[::-1])
    for start in range(len(row) - _RUN + 1)
)
_YEARS = frozenset(str(year) for year in range(1940, 2050))
_EVERYBODYS_WORDS = _RUNS | _YEARS | {*_COMMON}


def check_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Raise ``RuleViolation`` unless ``password`` is fit to guard an account.

    ``about`` are texts that others know about its owner: name, email address, company.
    """
    if len(password) < MIN_LENGTH:
        raise RuleViolation(
            N_("At least %(count)s characters; four words in a row are easy to remember."),
            field="password",
            count=MIN_LENGTH,
        )
    if len(password) > MAX_LENGTH:
        raise RuleViolation(N_("At most %(count)s characters."), field="password", count=MAX_LENGTH)
    if _is_silly(password, about):
        raise RuleViolation(
            N_("Too easy to guess. Leave out names, “password” and rows of keys."),
            field="password",
        )


def _is_silly(password: str, about: Iterable[str]) -> bool:
    text = folded(password)
    words = {word for known in about for word in _words_of(known)} | _EVERYBODYS_WORDS
    covered = _places_of(words, text)
    own = [char for place, char in enumerate(text) if char.isalnum() and place not in covered]
    return len(own) < _OWN_CHARACTERS or len(set(text)) < _DIFFERENT_CHARACTERS


def _words_of(text: str) -> Iterable[str]:
    """The words of a name, or the parts of an email address, that are long enough to matter."""
    parts = "".join(char if char.isalnum() else " " for char in folded(text)).split()
    return (part for part in parts if len(part) > 2)


def _places_of(words: Iterable[str], text: str) -> set[int]:
    """Where in ``text`` a letter belongs to one of ``words``."""
    places = set()
    for word in words:
        start = text.find(word)
        while start >= 0:
            places.update(range(start, start + len(word)))
            start = text.find(word, start + 1)
    return places
