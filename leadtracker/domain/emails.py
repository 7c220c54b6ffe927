"""Email addresses as people type them, made comparable."""

import re

from leadtracker.domain.plain_text import legible

#: RFC 5321 §4.5.3.1.3 allows 256 octets of path, two of which are the brackets around it.
MAX_LENGTH = 254

#: One @, nothing blank, something on both sides. Whether a domain exists is not asked: a company's
#: own server may live under a name, like ``.local``, that the world does not know.
_SHAPE = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")


def parse_email(text: str) -> str | None:
    """The address in lower case, or None where ``text`` is not one."""
    address = legible(text).lower()
    if len(address) > MAX_LENGTH or not _SHAPE.fullmatch(address):
        return None
    return address
