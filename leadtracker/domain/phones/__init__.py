"""Telephone numbers: from what is written in a cell to E.164, and from E.164 to the screen."""

from leadtracker.domain.phones.facts import (
    NumberKind,
    digits_for_search,
    format_international,
    is_fictional,
    is_valid,
    kind_of,
    mask,
    region_of,
)
from leadtracker.domain.phones.parsing import (
    ParsedPhone,
    PhoneProblem,
    parse_phone,
    parse_phones,
)

__all__ = [
    "NumberKind",
    "ParsedPhone",
    "PhoneProblem",
    "digits_for_search",
    "format_international",
    "is_fictional",
    "is_valid",
    "kind_of",
    "mask",
    "parse_phone",
    "parse_phones",
    "region_of",
]
