"""Products, as the director writes them."""

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain import money
from leadtracker.forms.amounts import AmountField, CurrencySelect, read_amount
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, TextField
from leadtracker.models import Product


class ProductForm(Form):
    """What it is called, its code, and its list price."""

    name = TextField(_l("Name"), [Required(_l("Write what it is called.")), AtMost(200)])
    sku = TextField(_l("Code"), [Required(_l("Write its code.")), AtMost(60)])
    price = AmountField(_l("List price"), description=_l("For one, without tax."))
    currency = CurrencySelect(_l("Currency"))

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        """The form with a product in it."""
        return cls(
            name=product.name,
            sku=product.sku,
            currency=product.currency,
            price=money.plain_text(product.unit_price_minor, product.currency),
        )

    def validate_price(self, field: AmountField) -> None:
        if read_amount(field, self.currency.data) is None:
            raise wtforms.ValidationError(_("Write its price."))

    def values(self) -> dict:
        return {
            "name": self.name.data,
            "sku": self.sku.data,
            "unit_price_minor": self.price.minor,
            "currency": self.currency.data,
        }
