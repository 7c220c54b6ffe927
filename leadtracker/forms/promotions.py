"""Promotions, as the director writes them on one page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.domain import money
from leadtracker.domain.queue import PRIORITIES
from leadtracker.forms.amounts import (
    AmountField,
    CountField,
    CurrencySelect,
    DayField,
    read_amount,
)
from leadtracker.forms.attempts import AttemptRulesForm
from leadtracker.forms.base import Form
from leadtracker.forms.fields import (
    AtMost,
    OneSelect,
    PhoneField,
    Required,
    RowSelect,
    TextField,
)
from leadtracker.models import Product, Promotion

MOST_OFFERS = 60
MOST_ORDERS = 1_000_000


class Row(NamedTuple):
    """Something that may be chosen: its id, and the words it is offered with."""

    id: int
    name: str


class RowsSelect(wtforms.SelectMultipleField):
    """Any of a few rows, by their ids, as boxes to tick."""

    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.CheckboxInput()

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=(), coerce=int, **kwargs)

    def offer(self, rows: Iterable[Row]) -> None:
        """Say which may be ticked."""
        self.choices = [SelectChoice(row.id, row.name) for row in rows]

    def pre_validate(self, form: wtforms.Form) -> None:
        if not set(self.data or ()) <= {choice.value for choice in self.choices}:
            raise wtforms.ValidationError(_("Choose from the list."))


def _priorities() -> list[SelectChoice]:
    words = {1: _("1, before all others"), 5: _("5, usual"), 9: _("9, after all others")}
    return [SelectChoice(number, words.get(number, str(number))) for number in PRIORITIES]


class OfferForm(Form):
    """A product at a price; a row without a product is not there."""

    product = RowSelect(_l("Product"), none=_l("Choose a product"))
    price = AmountField(_l("Offer"))


class PromotionForm(Form):
    """The whole promotion. Which rows may be chosen, the caller says with :meth:`offer`."""

    name = TextField(_l("Name"), [Required(_l("Name the promotion.")), AtMost(120)])
    brief = wtforms.TextAreaField(_l("In one or two sentences"), [AtMost(2000)])
    currency = CurrencySelect(_l("Currency"))
    offers = wtforms.FieldList(wtforms.FormField(OfferForm), min_entries=1, max_entries=MOST_OFFERS)
    percent_off = CountField(_l("Per cent off"), least=1, most=99)
    lead_list = RowSelect(
        _l("List"), [Required(_l("Choose whom to call."))], none=_l("Choose a list")
    )
    teams = RowsSelect(_l("Teams"))
    script = RowSelect(
        _l("Script"), [Required(_l("Choose what is said."))], none=_l("Choose a script")
    )
    outcome_set = RowSelect(
        _l("Outcomes"), [Required(_l("Choose the outcomes."))], none=_l("Choose the outcomes")
    )
    attempts = wtforms.FormField(AttemptRulesForm)
    starts_on = DayField(_l("Starts"), [Required(_l("Choose the first day."))])
    deadline_on = DayField(_l("Deadline"), [Required(_l("Choose the last day."))])
    target_orders = CountField(
        _l("Orders to sell"), [Required(_l("Write how many orders."))], most=MOST_ORDERS
    )
    caller_id = PhoneField(_l("Number they see"))
    priority = OneSelect(_l("Priority"), coerce=int, default=5, choices=_priorities)

    products: dict[int, Product]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.products = {}

    @classmethod
    def of(cls, promotion: Promotion) -> "PromotionForm":
        """The form with a promotion in it."""
        return cls(
            data={
                "name": promotion.name,
                "brief": promotion.brief,
                "currency": promotion.currency,
                "offers": [
                    {
                        "product": offer.product_id,
                        "price": money.plain_text(offer.price_minor, promotion.currency),
                    }
                    for offer in promotion.offers
                ],
                "lead_list": promotion.list_id,
                "teams": [team.id for team in promotion.teams],
                "script": promotion.script_id,
                "outcome_set": promotion.outcome_set_id,
                "attempts": AttemptRulesForm.data_of(promotion.rules),
                "starts_on": promotion.starts_on,
                "deadline_on": promotion.deadline_on,
                "target_orders": promotion.target_orders,
                "caller_id": promotion.caller_id,
                "priority": promotion.priority,
            }
        )

    def offer(self, *, lists, scripts, outcome_sets, teams, products: Sequence[Product]) -> None:
        """Say which lists, scripts, sets, teams and products may be chosen."""
        self.lead_list.offer(lists)
        self.script.offer(scripts)
        self.outcome_set.offer(outcome_sets)
        self.teams.offer(teams)
        self.products = {product.id: product for product in products}
        rows = [Row(one.id, f"{one.name} · {one.sku}") for one in products]
        for entry in self.offers:
            entry.form.product.offer(rows)

    def product_of(self, row: OfferForm) -> Product | None:
        """The product a row names, to print its list price beside the offer."""
        return self.products.get(row.product.data)

    @property
    def written_offers(self) -> list[OfferForm]:
        """Rows that name a product."""
        return [entry.form for entry in self.offers if entry.form.product.data is not None]

    @property
    def offer_complaints(self) -> list[str]:
        """What is wrong with the offers as a whole."""
        return [error for error in self.offers.errors if isinstance(error, str)]

    def validate(self, extra_validators=None) -> bool:
        return super().validate(extra_validators) and self._read_prices()

    def _read_prices(self) -> bool:
        """Make minor units of the prices; one that is empty takes the per cent off."""
        for row in self.written_offers:
            try:
                self._read_price(row)
            except wtforms.ValidationError as error:
                row.price.errors = [*row.price.errors, str(error)]
        return not any(row.price.errors for row in self.written_offers)

    def _read_price(self, row: OfferForm) -> None:
        if read_amount(row.price, self.currency.data) is None:
            if self.percent_off.data is None:
                raise wtforms.ValidationError(_("Write the price, or how many per cent off."))
            row.price.minor = discounted(
                self.products[row.product.data].unit_price_minor, self.percent_off.data
            )

    def rearranged(self, change: str) -> "PromotionForm":
        """The same form after a press beside its offers: ``add``, ``remove-2``, ``fill``."""
        rows = [entry.form.data for entry in self.offers]
        verb, _dash, place = change.partition("-")
        if verb == "add" and len(rows) < MOST_OFFERS:
            rows.append({})
        elif verb == "remove" and place.isdecimal() and int(place) < len(rows):
            del rows[int(place)]
        elif verb == "fill" and self.percent_off.data:
            rows = [self._filled(row) for row in rows]
        return PromotionForm(data={**self.data, "offers": rows})

    def _filled(self, row: dict) -> dict:
        """The row with its price at the per cent off."""
        product = self.products.get(row["product"])
        if product is None:
            return row
        price = discounted(product.unit_price_minor, self.percent_off.data)
        return {**row, "price": money.plain_text(price, product.currency)}


def discounted(price_minor: int, percent_off: int) -> int:
    """A price less so many per cent, rounded to the minor unit, halves up."""
    return (price_minor * (100 - percent_off) + 50) // 100
