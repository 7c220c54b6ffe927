import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.phones import (
    NumberKind,
    digits_for_search,
    format_international,
    is_fictional,
    is_valid,
    kind_of,
    mask,
    region_of,
)


@pytest.mark.parametrize(
    "e164",
    [
        *("+16025550100", "+16025550199", "+18005550199", "+442079460000", "+441134960999"),
        *("+441614960123", "+447700900123", "+441632960123", "+442920180123", "+448081570123"),
    ],
)
def test_numbers_reserved_for_fiction_are_known(e164):
    assert is_fictional(e164)


@pytest.mark.parametrize(
    "e164",
    [
        *("+16025550200", "+16025550099", "+16025540142", "+442079461000", "+441134970123"),
        *("+441144961123", "+4420794600000", "6025550142", "", None),
    ],
)
def test_other_numbers_are_not_fictional(e164):
    assert not is_fictional(e164)


@pytest.mark.parametrize(
    "e164", ["+16025550142", "+442079460123", "+441134960123", "+441614960123"]
)
def test_the_demo_can_use_numbers_that_the_library_calls_valid(e164):
    assert is_valid(e164)
    assert is_fictional(e164)


def test_a_number_is_shown_as_it_is_said():
    assert format_international("+16025550142") == "+1 602 555 0142"
    assert format_international("+442079460123") == "+44 20 7946 0123"
    assert format_international("ask Ana") == "ask Ana"


def test_log_lines_hide_the_number():
    assert mask("+16025550142") == "+1******0142"
    assert mask("+24740123") == "+247***23"
    assert mask("ask Ana 602 555 0142") == "***"
    assert mask(None) == "***"


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_at_least_half_of_any_number_is_hidden(region):
    number = phonenumbers.example_number(region)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = len(e164) - len(f"+{number.country_code}")
    assert mask(e164).count("*") >= national / 2


def test_the_country_of_a_number_is_its_iso_code():
    assert region_of("+16025550142") == "US"
    assert region_of("+14165550142") == "CA"
    assert region_of("+442079460123") == "GB"
    assert region_of("+80012345678") is None
    assert region_of("nothing") is None


def test_the_kind_of_line_follows_from_the_range():
    assert kind_of("+442079460123") is NumberKind.FIXED_LINE
    assert kind_of("+16025550142") is NumberKind.FIXED_LINE_OR_MOBILE
    assert kind_of("+18005550199") is NumberKind.TOLL_FREE
    assert kind_of("+447700900123") is NumberKind.INVALID
    assert kind_of("") is NumberKind.INVALID


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0113 496", "113496"),
        ("+44 (0)113 496", "44113496"),
        ("(602) 555-0142", "6025550142"),
        ("0044 113", "44113"),
        ("６０２", "602"),
        ("Route 66", ""),
        ("", ""),
    ],
)
def test_a_search_looks_for_digits_as_they_are_stored(typed, digits):
    assert digits_for_search(typed) == digits
