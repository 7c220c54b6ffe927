"""Dialling: the call that a press of D asks for."""

from flask import Blueprint, Response, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_call, render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import retarget, toast
from leadtracker.db import keep_read
from leadtracker.domain.dial_gate import DialAnswer
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.models import Lead, Phone, QueueItem
from leadtracker.serializers.call_bar import call_bar
from leadtracker.serializers.dial_words import block_words
from leadtracker.services import calls, gate
from leadtracker.telephony import get_telephony

bp = Blueprint("calls", __name__)

#: A request id is a UUID made with the page; anything longer is not ours.
MAX_REQUEST_ID = 36


@bp.post("/calls")
@require(Action.WORK_DESK)
def create():
    """Dial the chosen number of the lead on the desk; the bar says what became of it."""
    keep_read()
    user = signed_in_user()
    item = loaders.load_queue_item(request.form.get("item", 0, type=loaders.row_id))
    phone = _phone_of(item, request.form.get("phone", 0, type=loaders.row_id))
    blocked = None
    try:
        calls.place_call(
            item.lead,
            phone,
            by=user,
            request_id=request.form.get("request_id", "")[:MAX_REQUEST_ID],
            telephony=get_telephony(),
            item=item,
        )
    except gate.DialBlocked as refusal:
        # The bar asks the gate itself and says why, as long as the lead is still on the desk.
        blocked = refusal.answer
    bar = call_bar(user, telephony=get_telephony(), phone_id=phone.id)
    if blocked and bar.lead is not item.lead:
        return _render_taken_away(item.lead, blocked)
    return render_call(bar)


def _render_taken_away(lead: Lead, answer: DialAnswer) -> Response:
    """Whoever was blocked while they stood on the desk is not on it any more: say why."""
    words = block_words(answer, name=lead.name, city=lead.city)
    return toast(retarget(render_desk(), "#desk"), f"{words.title}. {words.text}", tone="bad")


def _phone_of(item: QueueItem, phone_id: int) -> Phone:
    for phone in item.lead.phones:
        if phone.id == phone_id and phone.e164:
            return phone
    raise RuleViolation(N_("This lead has no number that can be dialled."))
