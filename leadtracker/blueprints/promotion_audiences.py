"""Whom a promotion would call, counted while its list and teams are being chosen."""

from datetime import date

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers.audience import audience_for

bp = Blueprint("promotion_audiences", __name__)


@bp.get("/promotion-audience")
@require(Action.EDIT_PROMOTIONS)
def show():
    """Callable now, waiting for their hours, left out and why."""
    list_id = request.args.get("lead_list", type=loaders.row_id)
    teams = request.args.getlist("teams", type=loaders.row_id)
    starts_on = request.args.get("starts_on", type=date.fromisoformat)
    return render_partial(
        "promotions/_audience.html", audience=audience_for(list_id, teams, starts_on)
    )
