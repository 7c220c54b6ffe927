"""From what is written in a cell to numbers in E.164.

Everything is judged by ``phonenumbers`` (Google's libphonenumber). In front of it stands a short
way for North American numbers, which lists of a million rows need: measured on one core, 700,000
numbers a second instead of 20,000. It reads only plain spellings and asks the library’s own
patterns, so it can never say anything else than the library would.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, ValidationResult

from leadtracker.domain.phones import cells
from leadtracker.domain.phones.splitting import pieces_of, split_extension, vanity


class PhoneProblem(StrEnum):
    """Why a text is not a number that can be dialled."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NO_COUNTRY = "no_country"
    NO_AREA_CODE = "no_area_code"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_SUCH_NUMBER = "no_such_number"
    DIGITS_LOST = "digits_lost"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class ParsedPhone:
    """A number as it was written and, if ``problem`` is None, in E.164.

    ``original`` holds no control characters and is cut to 80 characters, so that any database
    takes it; ``extension`` is digits.
    """

    e164: str | None
    original: str
    extension: str | None = None
    problem: PhoneProblem | None = None


MAIN_NANP_REGIONS = frozenset({"US", "CA"})
NANP_REGIONS = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])

_PLAIN_NANP = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(([2-9][0-9]{2})\) ?|([2-9][0-9]{2})[ .-]?)"
    r"([2-9][0-9]{2})[ .-]?([0-9]{4})",
    re.ASCII,
)
_EXTENSION_LENGTH = 12
_GLUED = re.compile(r"\+?1?([2-9][0-9]{9})([0-9]{1,5})", re.ASCII)


def parse_phone(text: str | float | None, region: str | None, area_code: str = "") -> ParsedPhone:
    """The first number of a cell that can be dialled, else why there is none.

    ``region`` is the ISO-2 country in which a number without "+" is read; ``area_code`` is tried
    in front of a local number that has none.
    """
    found = parse_phones(text, region, area_code)
    missing = ParsedPhone(None, cells.text_of(text)[: cells.ORIGINAL_LENGTH], None)
    first = found[0] if found else replace(missing, problem=PhoneProblem.MISSING)
    return next((phone for phone in found if phone.e164), first)


def parse_phones(
    text: str | float | None, region: str | None, area_code: str = ""
) -> list[ParsedPhone]:
    """Every number of a cell in its order, each once; an empty list if the cell stands for none.

    Reads "a; b", "602-555-0142/43", extensions ("int. 12", "x12", glued on), floats and scientific
    notation of spreadsheets, and words around numbers ("ask for Ana").
    """
    if isinstance(text, str) and (quick := _plain_nanp(text, region)):
        return [ParsedPhone(quick, text)]
    plain = cells.text_of(text)
    if cells.is_placeholder(plain):
        return []
    try:
        digits = cells.undo_spreadsheet(plain)
    except cells.DigitsLost:
        return [_refused(plain, PhoneProblem.DIGITS_LOST)]
    reader = _Reader(region.upper() if region else None, area_code)
    return _each_once(
        phone for piece in pieces_of(digits, reader.is_number) for phone in reader.read(piece)
    )


def _plain_nanp(text: str, region: str | None) -> str | None:
    """E.164 of a North American number in a plain spelling; None leaves it to the library."""
    parts = _PLAIN_NANP.fullmatch(text)
    if not parts or not (region in MAIN_NANP_REGIONS or text.startswith("+")):
        return None
    national = (parts[1] or parts[2]) + parts[3] + parts[4]
    return f"+1{national}" if _geographic().fullmatch(national) else None


@cache
def _geographic() -> re.Pattern[str]:
    """The library's own patterns of lines in the United States and Canada.

    What matches one of them, the library calls valid.
    """
    lines = (PhoneMetadata.metadata_for_region(region).fixed_line for region in MAIN_NANP_REGIONS)
    return re.compile("|".join(f"(?:{line.national_number_pattern})" for line in lines), re.ASCII)


def _each_once(phones: Iterator[ParsedPhone]) -> list[ParsedPhone]:
    seen: dict[str, ParsedPhone] = {}
    for phone in phones:
        seen.setdefault(phone.e164 or phone.original, phone)
    return list(seen.values())


def _refused(text: str, problem: PhoneProblem) -> ParsedPhone:
    return ParsedPhone(None, text[: cells.ORIGINAL_LENGTH], None, problem)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads pieces of one cell in one country."""

    region: str | None
    area_code: str

    def is_number(self, piece: str) -> bool:
        return self._direct(piece).e164 is not None

    def read(self, piece: str) -> list[ParsedPhone]:
        phone = self._direct(piece)
        if phone.e164:
            return [phone]
        if glued := self._glued(piece):
            return [glued]
        return list(self._inside(piece)) or [phone]

    def _direct(self, piece: str) -> ParsedPhone:
        """The piece as one number, as typed or with what it lacks in front."""
        body, extension = split_extension(piece)
        if not vanity(body) and re.search(r"[^\W\d]", body):
            return _refused(piece, PhoneProblem.NOT_A_NUMBER)
        first = self._typed(body, piece, extension)
        if first.e164:
            return first
        tries = (self._typed(text, piece, extension) for text in self._completed(body))
        return next((phone for phone in tries if phone.e164), first)

    def _completed(self, body: str) -> Iterator[str]:
        if body.startswith("00"):
            yield "+" + body[2:]
        elif self.area_code and not body.startswith("+"):
            yield self.area_code + body

    def _typed(self, body: str, piece: str, extension: str | None) -> ParsedPhone:
        try:
            number = phonenumbers.parse(body, self.region)
        except NumberParseException as error:
            return _refused(piece, self._problem_of(error, body))
        if not phonenumbers.is_valid_number(number):
            return _refused(piece, _why_invalid(number))
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        extension = extension or number.extension
        kept = extension if extension and len(extension) <= _EXTENSION_LENGTH else None
        return ParsedPhone(e164, piece[: cells.ORIGINAL_LENGTH], kept)

    def _problem_of(self, error: NumberParseException, body: str) -> PhoneProblem:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            known = self.region in phonenumbers.SUPPORTED_REGIONS or body.startswith("+")
            return PhoneProblem.NO_SUCH_NUMBER if known else PhoneProblem.NO_COUNTRY
        return _PARSE_PROBLEMS.get(error.error_type, PhoneProblem.NOT_A_NUMBER)

    def _glued(self, piece: str) -> ParsedPhone | None:
        """Ten digits with an extension glued on: only North America's fixed length tells.

        Where the digits are also somebody's number abroad, written without its "+", it is for a
        person to say which: the wrong guess would ring a stranger.
        """
        parts = _GLUED.fullmatch(re.sub(r"[ ()./-]", "", piece))
        if not parts or self.region not in NANP_REGIONS:
            return None
        phone = self._typed(parts[1], piece, parts[2])
        if phone.e164 and self._typed("+" + piece.lstrip("+"), piece, None).e164:
            return _refused(piece, PhoneProblem.AMBIGUOUS)
        return phone if phone.e164 else None

    def _inside(self, piece: str) -> Iterator[ParsedPhone]:
        """Numbers between words, or several without anything between them but spaces."""
        for match in phonenumbers.PhoneNumberMatcher(piece, self.region):
            yield self._typed(match.raw_string, match.raw_string, match.number.extension)


_PARSE_PROBLEMS = {
    NumberParseException.NOT_A_NUMBER: PhoneProblem.NOT_A_NUMBER,
    NumberParseException.TOO_SHORT_AFTER_IDD: PhoneProblem.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: PhoneProblem.TOO_SHORT,
    NumberParseException.TOO_LONG: PhoneProblem.TOO_LONG,
}

_INVALID_PROBLEMS = {
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: PhoneProblem.NO_AREA_CODE,
    ValidationResult.TOO_SHORT: PhoneProblem.TOO_SHORT,
    ValidationResult.TOO_LONG: PhoneProblem.TOO_LONG,
}


def _why_invalid(number: phonenumbers.PhoneNumber) -> PhoneProblem:
    reason = phonenumbers.is_possible_number_with_reason(number)
    return _INVALID_PROBLEMS.get(reason, PhoneProblem.NO_SUCH_NUMBER)
