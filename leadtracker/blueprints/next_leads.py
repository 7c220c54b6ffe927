"""The lead after this one, on the page before it is asked for."""

from flask import Blueprint

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers.queue_rows import next_card
from leadtracker.services import next_leads

bp = Blueprint("next_leads", __name__)


@bp.post("/desk/next")
@require(Action.WORK_DESK)
def create():
    """Keep the next lead for this desk and give its card."""
    user = signed_in_user()
    item = next_leads.keep_next(user)
    return render_partial("desk/_next.html", card=next_card(item, user) if item else None)
