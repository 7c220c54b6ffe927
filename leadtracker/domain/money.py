"""Amounts of money: whole minor units (pence, cents) of an ISO 4217 currency, never floats.

How many decimals a currency has comes from the Unicode CLDR by way of Babel: two for GBP, none for
JPY, three for KWD.
"""

import re
from decimal import Decimal

from babel.numbers import get_currency_precision, get_currency_symbol, is_currency

from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.plain_text import legible

#: The largest amount a column holds, and more than any order has come to.
MAX_MINOR = 2**31 - 1

#: Most pieces of one product on one line.
MAX_QUANTITY = 100_000

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_MOST_DIGITS = 12
_AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:(?P<group>[,.' ])[0-9]{3})(?:(?P=group)[0-9]{3})*|[0-9]+)"
    r"(?:(?P<mark>[.,])(?P<part>[0-9]+))?",
    re.ASCII,
)


def minor_digits(currency: str) -> int:
    """Decimals of the currency; raises ``ValueError`` if there is no such currency."""
    if not is_currency(currency):
        raise ValueError(f"no such currency: {currency}")
    return get_currency_precision(currency)


def parse_amount(text: str, currency: str, *, field: str | None = None) -> int:
    """An amount such as "118.80", "£118.80", "GBP 1,234.50" or "1.234,50", in minor units.

    A comma followed by three digits parts thousands ("1,200"). Raises ``RuleViolation`` for
    anything else, for more decimals than the currency has, for another currency's sign, and for
    amounts below 0 or above ``MAX_MINOR``.
    """
    digits = minor_digits(currency)
    parts = _split(_without_sign(legible(text), currency), digits)
    if parts is None:
        message = N_("“%(text)s” is not an amount in %(currency)s.")
        raise RuleViolation(message, field=field, text=text[:40], currency=currency)
    whole, part = parts
    if len(part) > digits:
        message = N_("“%(text)s” has more decimals than %(currency)s.")
        raise RuleViolation(message, field=field, text=text[:40], currency=currency)
    minor = int(whole + part.ljust(digits, "0")) if len(whole) <= _MOST_DIGITS else MAX_MINOR + 1
    if minor > MAX_MINOR:
        raise RuleViolation(N_("“%(text)s” is too much."), field=field, text=text[:40])
    return minor


def _split(text: str, digits: int) -> tuple[str, str] | None:
    """Digits of major and of minor units, or None if ``text`` is no amount or only a guess."""
    whole, _, part = text.partition(".")
    if _DIGITS.fullmatch(whole) and _DIGITS.fullmatch(part) and len(part) <= digits:
        return whole, part
    found = _AMOUNT.fullmatch(text)
    if not found or found["group"] == (found["mark"] or "."):
        return None
    return re.sub(r"[^0-9]", "", found["whole"]), found["part"] or ""


def _without_sign(text: str, currency: str) -> str:
    """The text without the currency's own sign or code in front of it or behind."""
    signs = (currency, get_currency_symbol(currency, "en"), _narrow_sign(currency))
    for sign in filter(None, signs):
        if text.upper().startswith(sign):
            return text[len(sign) :].strip()
        if text.upper().endswith(sign):
            return text[: -len(sign)].strip()
    return text


def _narrow_sign(currency: str) -> str:
    """The bare sign of a currency that CLDR writes with a country: "$" for "A$" and "CA$"."""
    symbol = get_currency_symbol(currency, "en")
    return symbol[-1] if not symbol[-1].isalnum() else ""


def to_decimal(minor: int, currency: str) -> Decimal:
    """The amount in major units, exact, for formatting."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def plain_text(minor: int, currency: str) -> str:
    """The amount as ``parse_amount`` reads it back: "118.80"."""
    return f"{to_decimal(minor, currency):.{minor_digits(currency)}f}"


def line_total(price_minor: int, quantity: int, *, field: str | None = "quantity") -> int:
    """Price times quantity. Raises ``RuleViolation`` for a quantity below 1 or beyond reason."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise RuleViolation(
            N_("The quantity must lie between 1 and %(most)s."), field=field, most=MAX_QUANTITY
        )
    return _within_bounds(price_minor * quantity, field)


def total(lines_minor: list[int]) -> int:
    """The sum of line totals."""
    return _within_bounds(sum(lines_minor), None)


def _within_bounds(minor: int, field: str | None) -> int:
    if not 0 <= minor <= MAX_MINOR:
        raise RuleViolation(N_("The total is too much for one order."), field=field)
    return minor
