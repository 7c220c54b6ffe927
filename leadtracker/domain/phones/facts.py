"""What is known of a number in E.164: its country, its kind, how it is shown and searched for."""

import re
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from leadtracker.domain.plain_text import legible


class NumberKind(StrEnum):
    """What sort of line a number is, as far as its range tells."""

    FIXED_LINE = "fixed_line"
    MOBILE = "mobile"
    FIXED_LINE_OR_MOBILE = "fixed_line_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    OTHER = "other"
    INVALID = "invalid"


_KINDS = {
    PhoneNumberType.FIXED_LINE: NumberKind.FIXED_LINE,
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: NumberKind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: NumberKind.PREMIUM_RATE,
    PhoneNumberType.UNKNOWN: NumberKind.INVALID,
}

# North America: 555-0100 to 555-0199 in every area code (ATIS-0300115, "NPA-555 line numbers").
# United Kingdom: Ofcom, "Telephone numbers for use in TV and radio drama programmes".
_FICTION = re.compile(
    r"""\+1[2-9]\d{2}55501\d{2}
    | \+44(?: 11[3-7]4960 | 1[2-6]14960 | 1914980 | 1632960 | 2079460 | 2890180 | 2896496
            | 2920180 | 7700900 | 808157 0 | 9098790 | 3069990 )\d{3}""",
    re.VERBOSE | re.ASCII,
)

_E164 = re.compile(r"\+[1-9][0-9]{1,14}", re.ASCII)
_KEPT_DIGITS = 4


@lru_cache(maxsize=8192)
def parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    """The library's form of a number in E.164; None for any other text. Not to be changed."""
    if not _E164.fullmatch(e164):
        return None
    try:
        return phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None


def is_valid(e164: str | None) -> bool:
    """Whether the number lies in a range that is given out, by libphonenumber's metadata."""
    number = parsed(e164) if e164 else None
    return number is not None and phonenumbers.is_valid_number(number)


@lru_cache(maxsize=8192)
def region_of(e164: str) -> str | None:
    """The ISO-2 country a number belongs to; None if it belongs to none, or to the whole world."""
    number = parsed(e164)
    region = phonenumbers.region_code_for_number(number) if number else None
    return region if region and region.isalpha() else None


def kind_of(e164: str) -> NumberKind:
    """The kind of line, by the number's range."""
    number = parsed(e164)
    if number is None:
        return NumberKind.INVALID
    return _KINDS.get(phonenumbers.number_type(number), NumberKind.OTHER)


def is_fictional(e164: str | None) -> bool:
    """Whether the number is reserved for fiction, so that it can stand in demos and tests.

    Sources: ATIS-0300115 for North America's 555-01XX, Ofcom's list of drama numbers for the
    United Kingdom. Nobody answers there, so none may reach a real carrier.
    """
    return bool(e164) and _FICTION.fullmatch(e164) is not None


@lru_cache(maxsize=8192)
def format_international(e164: str) -> str:
    """``+16025550142`` as ``+1 602 555 0142``; text that is no number comes back as it is."""
    number = parsed(e164)
    if number is None:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


def mask(e164: str | None) -> str:
    """The number for a log line: country code and last digits, ``+1******0142``.

    At least half of the national number is hidden; what is not a number is hidden whole.
    """
    number = parsed(e164) if e164 else None
    if number is None:
        return "***"
    code = f"+{number.country_code}"
    national = e164[len(code) :]
    kept = min(_KEPT_DIGITS, len(national) // 2)
    hidden = len(national) - kept
    return f"{code}{'*' * hidden}{national[hidden:]}"


_TRUNK_ZERO = re.compile(r"\(0\)")
_NOT_A_FRAGMENT = re.compile(r"[^\d\s()+./#-]")


def digits_for_search(text: str) -> str:
    """The digits to look for inside stored E.164 numbers; empty if the text is no part of one.

    Leading zeros go, since they are a trunk or international prefix that E.164 does not have:
    "0113 496 0123" and "+44 (0)113 496" both find +441134960123. A word with digits in it
    ("Route 66") is not a telephone number and gives nothing.
    """
    plain = legible(text)
    if _NOT_A_FRAGMENT.search(plain):
        return ""
    return re.sub(r"\D", "", _TRUNK_ZERO.sub("", plain)).lstrip("0")
