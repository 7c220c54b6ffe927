"""What a follow-up typed in words means, in both time zones, while it is being typed."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers.due_readings import reading_of

bp = Blueprint("due_readings", __name__)


@bp.get("/leads/<int:lead_id>/due-reading")
@require(Action.WORK_DESK)
def show(lead_id: int):
    """The moment that ``follow_up`` (or ``until``) names for this lead, or why it names none."""
    snoozes = "until" in request.args
    said = request.args.get("until" if snoozes else "follow_up", "")
    return render_partial(
        "desk/_due_reading.html",
        reading=reading_of(said, loaders.load_lead(lead_id)),
        place="snooze-reading" if snoozes else "when-out",
    )
