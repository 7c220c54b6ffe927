"""The call bar of the desk: where the call stands, as the server knows it."""

from flask import Blueprint, request

from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import no_content, render_partial, retarget
from leadtracker.domain.policies import Action
from leadtracker.serializers.call_bar import DeskState, call_bar
from leadtracker.telephony import get_telephony

bp = Blueprint("desk_call", __name__)


@bp.get("/desk/call")
@require(Action.WORK_DESK)
def show():
    """The bar alone, or the whole desk when another lead is on it by now.

    A bar that waits for D is left as it is while nothing has changed: it may be counting down, or
    have a menu open.
    """
    bar = call_bar(
        signed_in_user(),
        telephony=get_telephony(),
        phone_id=request.args.get("phone", type=int),
    )
    on_page = request.args.get("lead", type=int)
    if (bar.lead.id if bar.lead else None) != on_page:
        return retarget(render_desk(), "#desk")
    if bar.state is DeskState.READY and request.args.get("seen") == DeskState.READY:
        return no_content()
    return render_partial("desk/call_changed.oob.html", bar=bar)
