from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.money import (
    MAX_MINOR,
    line_total,
    minor_digits,
    parse_amount,
    plain_text,
    to_decimal,
    total,
)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("118.80", "GBP", 11_880),
        ("£118.80", "GBP", 11_880),
        ("118.80 GBP", "GBP", 11_880),
        ("gbp 118.8", "GBP", 11_880),
        ("1,234.50", "GBP", 123_450),
        ("1,200", "GBP", 120_000),
        ("1,234,567", "GBP", 123_456_700),
        ("1.234,50", "EUR", 123_450),
        ("1 234,50 €", "EUR", 123_450),
        ("12,50", "EUR", 1250),
        ("$5", "USD", 500),
        ("$5", "CAD", 500),
        ("CA$5", "CAD", 500),
        ("¥500", "JPY", 500),
        ("1.250", "KWD", 1250),
        ("１２", "GBP", 1200),
        ("0", "GBP", 0),
    ],
)
def test_an_amount_is_read_in_minor_units(text, currency, minor):
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "GBP"),
        ("-1", "GBP"),
        ("$5", "GBP"),
        ("ten", "GBP"),
        ("1e3", "GBP"),
        ("1.200", "GBP"),
        ("1,23,4", "GBP"),
        ("3.", "GBP"),
        ("5.5", "JPY"),
        ("0.001", "GBP"),
        ("21474836.48", "GBP"),
        ("9" * 40, "GBP"),
    ],
)
def test_what_is_no_amount_is_refused_on_its_field(text, currency):
    with pytest.raises(RuleViolation) as refusal:
        parse_amount(text, currency, field="price")
    assert refusal.value.field == "price"
    assert str(refusal.value)


@given(st.integers(0, MAX_MINOR), st.sampled_from(["GBP", "USD", "EUR", "JPY", "KWD"]))
def test_an_amount_written_out_is_read_back(minor, currency):
    assert parse_amount(plain_text(minor, currency), currency) == minor


@given(st.text())
def test_no_text_raises_anything_but_a_refusal(text):
    with suppress(RuleViolation):
        assert 0 <= parse_amount(text, "GBP") <= MAX_MINOR


def test_amounts_are_exact_in_major_units():
    assert to_decimal(11_880, "GBP") == Decimal("118.80")
    assert to_decimal(500, "JPY") == 500
    assert plain_text(5, "KWD") == "0.005"


def test_an_unknown_currency_is_an_error_of_ours():
    with pytest.raises(ValueError, match="XQX"):
        minor_digits("XQX")


def test_lines_and_their_total():
    assert line_total(11_880, 4) == 47_520
    assert total([47_520, 480]) == 48_000
    assert total([]) == 0


@pytest.mark.parametrize("quantity", [0, -1, 100_001])
def test_a_quantity_beyond_reason_is_refused(quantity):
    with pytest.raises(RuleViolation) as refusal:
        line_total(100, quantity)
    assert refusal.value.field == "quantity"


def test_a_total_that_no_column_holds_is_refused():
    with pytest.raises(RuleViolation):
        line_total(MAX_MINOR, 2)
