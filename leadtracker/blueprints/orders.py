"""Orders: taken at the desk, shown on their own page and with their lead."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.datastructures import MultiDict

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    render_invalid,
    render_page_or_partial,
    trigger,
)
from leadtracker.domain import policies
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.orders import CancellationForm, OrderForm
from leadtracker.models import Lead, Order
from leadtracker.queries import products as find_products
from leadtracker.queries import queue as find_queue
from leadtracker.serializers.order_sheet import OrderSheet, sheet_for
from leadtracker.services import orders
from leadtracker.services.orders import Wanted

bp = Blueprint("orders", __name__)


@bp.get("/orders/new")
@require(Action.WORK_DESK)
def new():
    """The order sheet of a lead, for the promotion they are called about."""
    form = OrderForm(request.args)
    form.request_id.data = str(uuid4())
    sheet = _sheet(request.args, form)
    return render_page_or_partial(
        "orders/new.html", "orders/_slideover.html", sheet=sheet, form=form
    )


@bp.post("/orders")
@require(Action.WORK_DESK)
def create():
    """Take the order; the desk hears of it as ``order:placed``."""
    form = OrderForm(request.form)
    sheet = _sheet(request.form, form)
    if not form.validate():
        return _refused(sheet, form)
    try:
        order = orders.place_order(
            sheet.lead,
            promotion=sheet.promotion,
            call=sheet.call,
            lines=_wanted(form),
            by=signed_in_user(),
            request_id=form.request_id.data,
            their_reference=form.their_reference.data or "",
        )
    except RuleViolation as error:
        form.refuse(error)
        return _refused(sheet, form)
    answer = render_page_or_partial("orders/placed.html", "orders/_placed.html", order=order)
    return trigger(answer, "order:placed", {"order": order.id, "lead": order.lead_id})


@bp.get("/orders/<int:order_id>")
def show(order_id: int):
    """One order."""
    return render_order(loaders.load_order(order_id), CancellationForm())


def render_order(
    order: Order, form: CancellationForm, status: int = HTTPStatus.OK
) -> tuple[str, int]:
    """The page of one order, with the form that cancels it."""
    return render_template(
        "orders/show.html", order=order, form=form, may_cancel=may_cancel(order)
    ), status


def may_cancel(order: Order) -> bool:
    """Whoever took it, and whoever runs the floor."""
    user = signed_in_user()
    return order.user_id == user.id or policies.may(user.role, Action.SEE_FLOOR)


def _sheet(values: MultiDict, form: OrderForm) -> OrderSheet:
    """The sheet for the lead and promotion named, in the call that is going on with that lead."""
    lead = loaders.load_lead(values.get("lead", type=loaders.row_id) or abort(404))
    promotion_id = values.get("promotion", type=loaders.row_id)
    promotion = loaders.load_promotion(promotion_id) if promotion_id else None
    also = {product_id for product_id, _quantity in form.wanted}
    return sheet_for(lead, promotion, _call_with(lead), words=values.get("q", ""), also=also)


def _call_with(lead: Lead):
    call = find_queue.find_unsettled_call(signed_in_user())
    return call if call is not None and call.lead_id == lead.id else None


def _wanted(form: OrderForm) -> list[Wanted]:
    products = find_products.products_by_id({product_id for product_id, _n in form.wanted})
    return [
        Wanted(products[product_id], quantity)
        for product_id, quantity in form.wanted
        if product_id in products
    ]


def _refused(sheet: OrderSheet, form: OrderForm) -> Response:
    return render_invalid("orders/new.html", "orders/_form.html", sheet=sheet, form=form)
