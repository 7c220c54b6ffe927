"""Fields for money, counts and days."""

from typing import Any

import wtforms
from flask import current_app
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import NumberInput

from leadtracker.domain import money
from leadtracker.domain.errors import RuleViolation
from leadtracker.forms.fields import OneSelect

#: Currencies offered, besides the company's own.
CURRENCIES = (
    "GBP", "EUR", "USD", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY",
)  # fmt: skip


class CurrencySelect(OneSelect):
    """An ISO 4217 currency; the company's own when nothing is chosen."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=_currency_choices, default=_own, **kwargs)


def _own() -> str:
    return current_app.config["DEFAULT_CURRENCY"]


def _currency_choices() -> list[SelectChoice]:
    return [SelectChoice(code) for code in dict.fromkeys((_own(), *CURRENCIES))]


class CountField(wtforms.IntegerField):
    """A whole number from ``least`` to ``most``; thousands may be parted."""

    widget = NumberInput()

    def __init__(self, label=None, validators=(), *, least: int = 1, most: int, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most
        self.render_kw = {"min": least, "max": most, "inputmode": "numeric"}

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join((valuelist[0] if valuelist else "").replace(",", "").split())
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_("Write a whole number."))
        self.data = int(text)

    def pre_validate(self, form: wtforms.Form) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            raise wtforms.ValidationError(
                _("From %(least)s to %(most)s.", least=self.least, most=self.most)
            )


class DayField(wtforms.DateField):
    """A date, as the browser's own field sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("That is not a date.")) from None


class AmountField(wtforms.StringField):
    """An amount of money as it is typed; :func:`read_amount` makes minor units of it."""

    minor: int | None = None

    def process_data(self, value: Any) -> None:
        self.data = value or ""


def read_amount(field: AmountField, currency: str) -> int | None:
    """The field's amount in minor units of ``currency``; None when nothing is written.

    Raises ``ValidationError`` with the words of what is wrong.
    """
    text = (field.data or "").strip()
    if not text:
        return None
    try:
        field.minor = money.parse_amount(text, currency)
    except RuleViolation as error:
        raise wtforms.ValidationError(_(error.message) % error.params) from None
    except ValueError:
        raise wtforms.ValidationError(_("Choose a currency.")) from None
    return field.minor
