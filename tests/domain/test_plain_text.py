import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.plain_text import folded, legible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \t b\n", "a b"),
        ("６０２\u200b５５５", "602555"),
        ("\u202a+1\u202c", "+1"),
        ("a\x00b", "ab"),
        ("٦٠٢", "602"),
        ("9–5", "9-5"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_text_becomes_legible(text, expected):
    assert legible(text) == expected


def test_names_are_compared_without_accents_and_case():
    assert folded("  Côte d’IVOIRE ") == "cote d’ivoire"


@given(st.text())
def test_what_is_legible_stays_as_it_is(text):
    once = legible(text)
    assert legible(once) == once
