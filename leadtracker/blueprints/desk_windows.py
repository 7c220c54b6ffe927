"""Whether the lead on the desk may be called now, by the hour."""

from flask import Blueprint

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers import desk as desks
from leadtracker.serializers.call_bar import call_bar
from leadtracker.telephony import get_telephony

bp = Blueprint("desk_windows", __name__)


@bp.get("/leads/<int:lead_id>/window")
@require(Action.WORK_DESK)
def show(lead_id: int):
    """The badge, as it is at this minute."""
    lead = loaders.load_lead(lead_id)
    bar = call_bar(signed_in_user(), telephony=get_telephony())
    answer = bar.answer if bar.lead is lead else None
    words = desks.window_words_of(lead, answer)
    return render_partial("desk/_window.html", lead=lead, words=words)
