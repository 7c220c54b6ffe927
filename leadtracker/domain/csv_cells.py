"""Cells of a CSV file that a spreadsheet will not take for a formula.

A spreadsheet computes cells that begin with ``=``, ``+``, ``-`` or ``@`` and can be made to call
out of itself by what follows (OWASP, "CSV Injection"). An apostrophe in front makes text of them.
Honest cells begin with these signs too: "+44 20 7946 0001", "- 13 Main St", "@ Stewart Motors".
They hold nothing that a formula needs to do harm (no call, no reference to a sheet, no pipe) and
stay as they are.
"""

import re
import unicodedata

_STARTS = frozenset("=+-@\t\r\n")
_HONEST = re.compile(
    r"""
    \+ \d [\d\s().\-/]* (?: \s* (?: x | ext\.? | \# ) \s* \d+ )?   # a telephone number
    | - \s* \d+ (?: [.,] \d+ )*                                     # a negative number
    | [-@] \s? [^\W\d_] [\w\s.,\#/&'’-]*                            # words
    | - \s \d+ \s [\w\s.,\#/&'’-]*                                  # an address
    """,
    re.VERBOSE,
)


def safe_cell(value: object) -> str:
    """``value`` as a cell that any spreadsheet shows and none computes."""
    text = "" if value is None else str(value)
    begins = unicodedata.normalize("NFKC", text.lstrip(" \u00a0")[:1])
    if begins not in _STARTS or not begins or _HONEST.fullmatch(text.strip()):
        return text
    return "'" + text
