"""Text as people paste it, made legible: no invisible characters, one kind of digit, one space."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def legible(text: str) -> str:
    """``text`` with compatibility forms resolved, digits in ASCII and nothing invisible left.

    Full-width and other scripts' digits become 0–9; NUL, zero-width characters, direction marks
    and lone surrogates go; every run of white space becomes one space.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    normal = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", "".join(map(_visible, normal))).strip()


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return "-" if category == "Pd" else char


def folded(text: str) -> str:
    """``text`` legible, without accents and case, for comparing names and words."""
    parts = unicodedata.normalize("NFKD", legible(text).casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))
