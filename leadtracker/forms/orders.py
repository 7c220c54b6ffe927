"""An order, as it is taken on the telephone."""

import wtforms
from flask_babel import lazy_gettext as _l

from leadtracker.domain.money import MAX_QUANTITY
from leadtracker.forms.amounts import CountField
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, TextField


class LineForm(Form):
    """So many of one product; none of it is no line."""

    product = wtforms.HiddenField()
    quantity = CountField(_l("Quantity"), least=0, most=MAX_QUANTITY)

    @property
    def product_id(self) -> int:
        return int(self.product.data) if (self.product.data or "").isdecimal() else 0


class OrderForm(Form):
    """Lines, and what the customer calls the order. ``request_id`` makes one press one order."""

    request_id = wtforms.HiddenField(validators=[Required(), AtMost(36)])
    lines = wtforms.FieldList(wtforms.FormField(LineForm), max_entries=100)
    their_reference = TextField(_l("Their order number"), [AtMost(60)])

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """Product id and quantity of each line that has any."""
        return [(row.product_id, row.quantity.data) for row in self.rows if row.quantity.data]

    @property
    def rows(self) -> list[LineForm]:
        """Every line that was sent."""
        return [entry.form for entry in self.lines]

    @property
    def quantities(self) -> dict[int, int]:
        """How many of each product, as far as that could be read."""
        return {row.product_id: row.quantity.data or 0 for row in self.rows}

    @property
    def complaints(self) -> list[str]:
        """What is wrong with the lines, each thing once."""
        words = [error for row in self.rows for error in row.quantity.errors]
        words += [error for error in self.lines.errors if isinstance(error, str)]
        return list(dict.fromkeys(words))


class CancellationForm(Form):
    """Why an order does not stand."""

    reason = TextField(_l("Why"), [Required(_l("Say why the order is cancelled.")), AtMost(200)])
