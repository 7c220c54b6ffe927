"""Which encoding a file is in: certain where it can be, by evidence where it cannot.

A byte order mark decides, then valid UTF-8, then the pattern of NUL bytes that UTF-16 leaves.
What remains are the code pages of one part of the world each. ``charset-normalizer`` tells scripts
apart well, but takes short German, Spanish or Turkish text for another Latin code page; those are
told apart by alphabets here: the right code page yields letters of *one* language.
"""

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

#: What a person may choose from on the check page, besides what was detected.
ENCODINGS = (
    "utf-8-sig",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp850",
    "mac_roman",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp932",
    "gb18030",
    "big5",
    "euc_kr",
)

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Tried in this order, so that what two of them read alike is called by the commoner name.
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850")

#: The letters beyond ASCII that each language writes.
_ALPHABETS = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöüß",  # German
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíñóúüªº",  # Spanish
        "àáâãçéêíóôõúüªº",  # Portuguese
        "àéèìíîòóùú",  # Italian
        "àçèéíïòóúü",  # Catalan
        "áéëèïóöüí",  # Dutch
        "åäöéæø",  # Nordic
        "áðéíóúýþæö",  # Icelandic
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýžäĺľŕô",  # Czech and Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșşțţ",  # Romanian
        "čćđšž",  # Croatian and Slovene
        "çğıöşüâîİ",  # Turkish
        "ąčęėįšųūžāēģīķļņõäöü",  # Baltic
    )
)

#: Signs that any language may use; an apostrophe also stands between letters.
_SIGNS = frozenset("’‘“”„–—…€£§°·•«»´¡¿®™©½¼²³¹ªº×\u00a0")

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_SAMPLE_BYTES = 256 * 1024

#: A file is UTF-8 with a few damaged characters when fewer than this share of them is damaged.
_DAMAGED = 0.1


def detect_encoding(stream: BinaryIO) -> str:
    """The codec to read ``stream`` with; it is left where it began.

    UTF-8 is always answered as ``utf-8-sig``, which reads it with and without its mark.
    """
    start = stream.tell()
    try:
        return _by_mark(stream.read(4)) or _by_content(stream, start)
    finally:
        stream.seek(start)


def _by_mark(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _by_content(stream: BinaryIO, start: int) -> str:
    stream.seek(start)
    head = stream.read(_SAMPLE_BYTES)
    if wide := _wide(head):
        return wide
    for is_utf8 in (_is_utf8, _is_damaged_utf8):
        stream.seek(start)
        if is_utf8(stream):
            return "utf-8-sig"
    stream.seek(start)
    return _code_page(_telling_lines(stream))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is NUL."""
    nuls_even, nuls_odd = head[::2].count(0), head[1::2].count(0)
    if nuls_even + nuls_odd <= len(head) * 0.2:
        return None
    return "utf-16-le" if nuls_odd > nuls_even else "utf-16-be"


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(1 << 20):
            decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(stream: BinaryIO) -> bool:
    """Whether all but few of the characters beyond ASCII are UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    beyond = damaged = 0
    while block := stream.read(1 << 20):
        text = decoder.decode(block)
        damaged += text.count("\ufffd")
        beyond += len(_BEYOND_ASCII.findall(text))
    return damaged <= beyond * _DAMAGED


def _telling_lines(stream: BinaryIO) -> bytes:
    """Lines with bytes beyond ASCII, of which a whole file of names may hold only a few."""
    kept = bytearray()
    for line in stream:
        if not line.isascii():
            kept += line
            if len(kept) >= _SAMPLE_BYTES:
                break
    return bytes(kept)


def _code_page(sample: bytes) -> str:
    likeness, latin = max(
        ((_likeness(sample, codec), codec) for codec in _LATIN), key=lambda pair: pair[0]
    )
    if likeness >= 0.95:
        return latin
    best = from_bytes(sample, cp_isolation=[*ENCODINGS[1:9], *ENCODINGS[12:]]).best()
    return latin if best is None or best.encoding in _LATIN else best.encoding


def _likeness(sample: bytes, codec: str) -> float:
    """The share of the characters beyond ASCII that one single language accounts for."""
    found = _BEYOND_ASCII.findall(sample.decode(codec, "replace"))
    letters = [character for character in found if character not in _SIGNS]
    if not letters:
        return 1.0
    best = max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)
    return best / len(letters)
