"""Cancelling an order."""

from http import HTTPStatus

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.orders import may_cancel, render_order
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.forms.orders import CancellationForm
from leadtracker.services import orders

bp = Blueprint("order_cancellations", __name__)


@bp.post("/orders/<int:order_id>/cancellation")
def create(order_id: int):
    """It does not stand and counts no more, for the reason given."""
    order = loaders.load_order(order_id)
    if not may_cancel(order):
        abort(HTTPStatus.FORBIDDEN)
    form = CancellationForm(request.form)
    if not form.validate():
        return render_order(order, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    orders.cancel_order(order, reason=form.reason.data, by=signed_in_user())
    words = _("%(number)s is cancelled.", number=order.number)
    return toast(redirect_to(url_for("orders.show", order_id=order.id)), words)
