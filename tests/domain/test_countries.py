import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.countries import codes, country_code, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United States", "US"),
        ("USA", "US"),
        ("us", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("Estados Unidos", "US"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("UK", "GB"),
        ("GBR", "GB"),
        ("United  Kingdom ", "GB"),
        ("South Korea", "KR"),
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("Österreich", "AT"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Côte d’Ivoire", "CI"),
        ("Isle of Man", "IM"),
        ("Republic of Ireland", "IE"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
    ],
)
def test_what_lists_call_a_country_is_understood(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", None, "Nirvana", "001", "EU", "ZZ", "Yorkshire", "-", "\x00"])
def test_what_is_no_country_is_none(text):
    assert country_code(text) is None


@given(st.sampled_from(sorted(codes())), st.sampled_from(["en", "es", "de", "fr"]))
def test_a_country_is_found_again_by_its_name_in_every_language(code, language):
    assert country_code(country_name(code, language)) == code


def test_a_name_falls_back_to_english_and_then_to_the_code():
    assert country_name("DE", "es") == "Alemania"
    assert country_name("DE", "en-GB") == "Germany"
    assert country_name("DE", "nonsense") == "Germany"
    assert country_name("QQ") == "QQ"


@given(st.text())
def test_no_text_raises(text):
    assert country_code(text) in {None, *codes()}
