"""Taking a product off sale, and putting it back."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.policies import Action
from leadtracker.services import products

bp = Blueprint("product_retirements", __name__)


@bp.post("/products/<int:product_id>/retirement")
@require(Action.EDIT_PRODUCTS)
def create(product_id: int):
    """Nobody can offer it any more."""
    product = loaders.load_product(product_id)
    products.retire_product(product, by=signed_in_user())
    words = _("%(name)s is off sale.", name=product.name)
    return toast(redirect_to(url_for("products.index")), words)


@bp.post("/products/<int:product_id>/restoration")
@require(Action.EDIT_PRODUCTS)
def delete(product_id: int):
    """It is on sale again."""
    product = loaders.load_product(product_id)
    products.restore_product(product, by=signed_in_user())
    words = _("%(name)s can be offered again.", name=product.name)
    return toast(redirect_to(url_for("products.index")), words)
