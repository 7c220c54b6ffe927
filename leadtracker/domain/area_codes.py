"""The area code of a place, for numbers that were written down without one.

Only where the place alone decides it. Australia: the four geographic areas follow the states
(Telecommunications Numbering Plan 2015, schedule 3); the state is told by its name or, as Australia
Post allots them, by the postal code. Broken Hill lies in New South Wales and belongs to the central
area.
"""

import re

from leadtracker.domain.plain_text import folded

_AUSTRALIAN_STATES = {
    "02": ("nsw", "new south wales", "act", "australian capital territory"),
    "03": ("vic", "victoria", "tas", "tasmania"),
    "07": ("qld", "queensland"),
    "08": ("sa", "south australia", "wa", "western australia", "nt", "northern territory"),
}
_BY_STATE = {state: code for code, states in _AUSTRALIAN_STATES.items() for state in states}

#: By the first digit of four; "0" is the Northern Territory's, whose leading zero often got lost.
_BY_POSTAL_CODE = dict(
    zip("0123456789", ("08", "02", "02", "03", "07", "08", "08", "03", "03", "07"), strict=True)
)
_BROKEN_HILL = frozenset({"2879", "2880"})


def area_code_of(country: str, region: str, postal_code: str) -> str:
    """The area code, with its trunk zero, of a place; empty where the place does not decide it."""
    if country != "AU":
        return ""
    if postal_code in _BROKEN_HILL:
        return "08"
    if state := _BY_STATE.get(folded(region)):
        return state
    digits = postal_code.zfill(4) if re.fullmatch(r"\d{3,4}", postal_code) else ""
    return _BY_POSTAL_CODE[digits[0]] if digits else ""
