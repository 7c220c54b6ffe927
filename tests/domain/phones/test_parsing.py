"""Numbers in these tests are reserved for fiction, or far too short to be dialled."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadtracker.domain.phones import ParsedPhone, PhoneProblem, parse_phone, parse_phones
from leadtracker.domain.phones.parsing import _PLAIN_NANP, _plain_nanp


@pytest.mark.parametrize(
    ("text", "region", "e164", "extension"),
    [
        ("602 555 0142", "US", "+16025550142", None),
        ("(602) 555-0142", "US", "+16025550142", None),
        ("1-602-555-0142", "CA", "+16025550142", None),
        ("+1 602.555.0142", "GB", "+16025550142", None),
        ("tel:+1-602-555-0142", "GB", "+16025550142", None),
        ("020 7946 0123", "GB", "+442079460123", None),
        ("020 7946 0123", "gb", "+442079460123", None),
        ("442079460123", "GB", "+442079460123", None),
        ("+44 (0)20 7946 0123", "US", "+442079460123", None),
        ("0044 20 7946 0123", "US", "+442079460123", None),
        ("+442079460123", None, "+442079460123", None),
        # Extensions, spelled out and glued on.
        ("602 555 0142 int. 12", "US", "+16025550142", "12"),
        ("602 555 0142 x12", "US", "+16025550142", "12"),
        ("6025550142x12", "US", "+16025550142", "12"),
        ("602-555-0142 (ext. 7)", "US", "+16025550142", "7"),
        ("602 555 0142 extensión 12", "US", "+16025550142", "12"),
        ("020 7946 0123 Durchwahl 3", "GB", "+442079460123", "3"),
        ("602.555.0142#12", "US", "+16025550142", "12"),
        ("+1 602 555 0142;ext=12", "US", "+16025550142", "12"),
        ("60255501421234", "US", "+16025550142", "1234"),
        # What spreadsheets do.
        (6025550142.0, "US", "+16025550142", None),
        (6025550142, "US", "+16025550142", None),
        ("6025550142.0", "US", "+16025550142", None),
        ("6.025550142E+09", "US", "+16025550142", None),
        ("6,025550142e9", "US", "+16025550142", None),
        ("2079460123.0", "GB", "+442079460123", None),
        # Naughty letters.
        ("６０２５５５０１４２", "US", "+16025550142", None),
        ("٦٠٢٥٥٥٠١٤٢", "US", "+16025550142", None),
        ("602\u200b555\u200b0142\x00", "US", "+16025550142", None),
        ("\u202a+1 602 555 0142\u202c", "GB", "+16025550142", None),
        ("602–555–0142", "US", "+16025550142", None),
        # Words around it.
        ("602 555 0142 ask for Ana", "US", "+16025550142", None),
        ("Tel. 020 7946 0123 (mornings)", "GB", "+442079460123", None),
        # A toll-free number that spells a word.
        ("1-800-KLK-0142", "US", "+18005550142", None),
    ],
)
def test_a_number_is_read(text, region, e164, extension):
    phone = parse_phone(text, region)
    assert (phone.e164, phone.extension, phone.problem) == (e164, extension, None)


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("6025550142; 6025550143", "US", ["+16025550142", "+16025550143"]),
        ("602-555-0142, 602-555-0143", "US", ["+16025550142", "+16025550143"]),
        ("602-555-0142\n602-555-0143", "US", ["+16025550142", "+16025550143"]),
        ("602 555 0142 or 602 555 0143", "US", ["+16025550142", "+16025550143"]),
        ("6025550142 6025550143", "US", ["+16025550142", "+16025550143"]),
        ("(602) 555-0142 / (602) 555-0143", "US", ["+16025550142", "+16025550143"]),
        ("602-555-0142/43", "US", ["+16025550142", "+16025550143"]),
        ("602-555-0142/0143/44", "US", ["+16025550142", "+16025550143", "+16025550144"]),
        ("020/7946 0123", "GB", ["+442079460123"]),
        ("602-555-0142; 602.555.0142", "US", ["+16025550142"]),
        ("T: 020 7946 0123 M: 020 7946 0124", "GB", ["+442079460123", "+442079460124"]),
    ],
)
def test_several_numbers_in_a_cell_are_all_read_each_once(text, region, expected):
    assert [phone.e164 for phone in parse_phones(text, region)] == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", None, "null", "NULL", "n/a", "N/A", "none", "(none)", "unknown", "nan"),
        *("-9", "-1", "-1.0", "-", "—", "0", "0.0", "000-000-0000", "?", "#N/A", "\u200b"),
        float("nan"),
    ],
)
def test_a_placeholder_means_that_there_is_none(text):
    assert parse_phones(text, "US") == []
    assert parse_phone(text, "US").problem is PhoneProblem.MISSING


@pytest.mark.parametrize(
    ("text", "region", "problem"),
    [
        ("602 555 0142", None, PhoneProblem.NO_COUNTRY),
        ("602 555 0142", "", PhoneProblem.NO_COUNTRY),
        ("555-0142", "US", PhoneProblem.NO_AREA_CODE),
        ("911", "US", PhoneProblem.TOO_SHORT),
        ("+44 20 7946 0123 4567", "GB", PhoneProblem.TOO_LONG),
        ("07700 900123", "GB", PhoneProblem.NO_SUCH_NUMBER),
        ("+999 555 0142", "US", PhoneProblem.NO_SUCH_NUMBER),
        ("ask for Ana", "US", PhoneProblem.NOT_A_NUMBER),
        ("http://example.com/", "US", PhoneProblem.NOT_A_NUMBER),
        ("4.42079E+11", "GB", PhoneProblem.DIGITS_LOST),
        ("6.03E+09", "US", PhoneProblem.DIGITS_LOST),
    ],
)
def test_what_cannot_be_dialled_says_why(text, region, problem):
    phone = parse_phone(text, region)
    assert (phone.e164, phone.problem) == (None, problem)


def test_words_are_never_dialled_as_letters_of_the_keypad():
    assert parse_phone("602 5550 Ana", "US").e164 is None


def test_digits_that_may_be_a_number_abroad_are_not_taken_for_an_extension():
    # Los Angeles and extension 12, or Algeria without its "+".
    phone = parse_phone("213555014212", "US")
    assert (phone.e164, phone.problem) == (None, PhoneProblem.AMBIGUOUS)


def test_a_local_number_takes_the_area_code_it_is_given():
    assert parse_phone("7946 0123", "GB").e164 is None
    assert parse_phone("7946 0123", "GB", area_code="020").e164 == "+442079460123"
    assert parse_phone("0113 496 0123", "GB", area_code="020").e164 == "+441134960123"


def test_the_first_number_that_can_be_dialled_is_taken():
    assert parse_phone("555-0142; 602 555 0142", "US").e164 == "+16025550142"


def test_what_was_written_is_kept_in_a_form_that_every_database_takes():
    phone = parse_phone("602 555 0142\x00" + " ask for Ana" * 20, "US")
    assert "\x00" not in phone.original
    assert parse_phones("x" * 500, "US")[0].original == "x" * 80


def by_the_library(text: str, region: str) -> str | None:
    number = phonenumbers.parse(text, region)
    valid = phonenumbers.is_valid_number(number)
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None
    )


@given(st.from_regex(_PLAIN_NANP, fullmatch=True), st.sampled_from(["US", "CA"]))
@example("(264) 555-0142", "US")
@example("416 555 0142", "US")
@example("+1 800 555 0199", "CA")
def test_the_short_way_never_says_anything_else_than_the_library(text, region):
    quick = _plain_nanp(text, region)
    assert quick is None or quick == by_the_library(text, region)


@given(st.from_regex(_PLAIN_NANP, fullmatch=True), st.sampled_from(["US", "CA"]))
def test_short_way_or_not_plain_numbers_are_read_as_the_library_reads_them(text, region):
    assert parse_phone(text, region).e164 == by_the_library(text, region)


def test_the_short_way_is_taken_for_the_lines_of_both_countries():
    assert _plain_nanp("(602) 555-0142", "US") == "+16025550142"
    assert _plain_nanp("416 555 0142", "US") == "+14165550142"
    assert _plain_nanp("416 555 0142", "GB") is None


@given(st.text() | st.floats() | st.integers(), st.sampled_from(["US", "GB", "DE", "AR", "", "ZZ"]))
@example("/" * 5, "US")
@example("602-555-0142/", "US")
@example("602-555-0142//43", "US")
@example(", ; /", "DE")
def test_no_text_raises_and_every_number_found_is_valid(text, region):
    for phone in parse_phones(text, region):
        assert isinstance(phone, ParsedPhone)
        assert (phone.e164 is None) != (phone.problem is None)
        if phone.e164:
            assert phonenumbers.is_valid_number(phonenumbers.parse(phone.e164))
