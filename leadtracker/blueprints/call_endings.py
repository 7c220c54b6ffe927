"""Hanging up."""

from flask import Blueprint

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_call
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.domain.policies import Action
from leadtracker.serializers.call_bar import call_bar
from leadtracker.services import calls
from leadtracker.telephony import get_telephony

bp = Blueprint("call_endings", __name__)


@bp.post("/calls/<int:call_id>/ending")
@require(Action.WORK_DESK)
def create(call_id: int):
    """End the call; pressing it again changes nothing."""
    user, telephony = signed_in_user(), get_telephony()
    calls.hang_up(loaders.load_call(call_id), by=user, telephony=telephony)
    bar = call_bar(user, telephony=telephony)
    return render_call(bar)
