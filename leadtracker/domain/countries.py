"""Countries: from what a list calls them to ISO 3166-1 codes and back to names.

Names come from the Unicode CLDR by way of Babel, in the languages that lists are written in;
what people write beyond that stands in a short table here.
"""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from leadtracker.domain.plain_text import folded

#: Languages whose names for countries are understood, the first winning where two disagree.
_LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi")

_ALIASES = {
    "GB": "uk, u k, england, scotland, wales, northern ireland, great britain, britain, gb eng, "
    "gb sct, gb wls, gb nir, united kingdom of great britain and northern ireland",
    "US": "us of a, america, estados unidos de america, united states of america, eeuu, ee uu",
    "IE": "republic of ireland, eire, irish republic",
    "KR": "south korea, korea south, republic of korea, korea republic of, korea",
    "KP": "north korea, democratic peoples republic of korea",
    "NL": "holland, the netherlands",
    "CZ": "czech republic, czechia",
    "RU": "russian federation",
    "TR": "turkey, turkiye",
    "AE": "uae, emirates",
    "CI": "ivory coast",
    "VN": "viet nam",
    "TW": "taiwan province of china",
    "HK": "hong kong, hong kong sar",
    "MO": "macau, macao",
    "MK": "macedonia, north macedonia",
    "CD": "democratic republic of the congo, dr congo, drc",
    "CG": "republic of the congo, congo",
    "VA": "vatican, holy see",
    "PS": "palestine",
    "SY": "syria, syrian arab republic",
    "LA": "laos",
    "MD": "moldova, republic of moldova",
    "TZ": "tanzania, united republic of tanzania",
    "BO": "bolivia, plurinational state of bolivia",
    "VE": "venezuela, bolivarian republic of venezuela",
    "IR": "iran, islamic republic of iran",
    "GR": "el, hellas",
    "CN": "peoples republic of china, prc",
}

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def codes() -> frozenset[str]:
    """Every ISO-2 code that names a country or territory."""
    territories = Locale("en").territories
    return frozenset(code for code in territories if code.isalpha()) - _NOT_COUNTRIES


def country_code(text: str | None) -> str | None:
    """The ISO-2 code of a country given by name, ISO-2 or ISO-3 code; None if it is not one."""
    if not text:
        return None
    if text in codes():
        return text
    word = _simplified(text[:100])
    return _names().get(word) or _names().get(word.replace(" ", ""))


def country_name(code: str, language: str = "en") -> str:
    """The country's name in a language, or in English; an unknown code comes back as it is."""
    try:
        territories = Locale.parse(language, sep="_" if "_" in language else "-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    return territories.get(code, code)


def _simplified(text: str) -> str:
    """Folded words only: "The U.S.A." and "the usa" are one."""
    words = "".join(char if char.isalnum() else " " for char in folded(text)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _names() -> dict[str, str]:
    """Simplified name → code: aliases first, then codes, then CLDR's names by language."""
    names = {
        _simplified(alias): code
        for code, aliases in _ALIASES.items()
        for alias in aliases.split(",")
    }
    for code in sorted(codes()):
        names.setdefault(code.lower(), code)
    for alias, replacements in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(replacements) == 1:
            names.setdefault(alias.lower(), replacements[0])
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in codes():
                names.setdefault(_simplified(name), code)
    return names
