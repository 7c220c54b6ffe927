"""Lines of an order while it is being taken: products looked for, and the line of one of them."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action
from leadtracker.serializers.order_sheet import found, line_of

bp = Blueprint("order_lines", __name__)


@bp.get("/order-lines")
@require(Action.WORK_DESK)
def index():
    """The first few products with the words looked for."""
    q = legible(request.args.get("q", ""))[:100]
    currency = request.args.get("currency", "")
    return render_partial(
        "orders/_found.html", q=q, products=found(q, currency) if q else [], currency=currency
    )


@bp.get("/order-lines/<int:product_id>")
@require(Action.WORK_DESK)
def show(product_id: int):
    """One line of a product at its list price."""
    line = line_of(loaders.load_product(product_id))
    return render_partial("orders/_line.html", line=line, quantity=1, promotion=None, focused=True)
