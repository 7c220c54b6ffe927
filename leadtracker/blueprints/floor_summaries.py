"""What stands above and beside the floor."""

from flask import Blueprint

from leadtracker.blueprints.floors import asked_floor, floor_context
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action

bp = Blueprint("floor_summaries", __name__)


@bp.get("/floor/summary")
@require(Action.SEE_FLOOR)
def show():
    """The sentence, the last line and the side panels, after a row has changed."""
    return render_partial("floors/summary_changed.oob.html", **floor_context(asked_floor()))
