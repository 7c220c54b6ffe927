"""Languages: from what a list calls them to ISO 639-1 codes."""

import re
from functools import cache

from babel import Locale

from leadtracker.domain.plain_text import folded

#: Languages in whose words lists name languages.
_SPOKEN_HERE = ("en", "es", "fr", "de")

_TAG = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4})?")


def language_code(text: str) -> str:
    """``es`` for "ES", "es-MX", "Spanish", "Español" or "Spanisch"; empty for anything else."""
    word = folded(text)
    if (tag := _TAG.fullmatch(word)) and tag[1] in _codes():
        return tag[1]
    return _names().get(word, "")


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in Locale("en").languages if len(code) == 2)


@cache
def _names() -> dict[str, str]:
    """Folded name → code: each language by its own name, and as its neighbours call it."""
    names = {
        folded(name): code
        for language in reversed(_SPOKEN_HERE)
        for code, name in Locale(language).languages.items()
        if len(code) == 2
    }
    own = {folded(Locale(code).get_display_name(code) or ""): code for code in _SPOKEN_HERE}
    return names | own
