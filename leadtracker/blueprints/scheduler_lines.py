"""The line that says whether what should happen by itself does, on every page that is open."""

from flask import Blueprint, Response

from leadtracker.blueprints.health import scheduler_standing
from leadtracker.blueprints.rendering import render_partial

bp = Blueprint("scheduler_lines", __name__)


@bp.get("/scheduler-line")
def show() -> Response:
    """The line, and the scheduler's last report in the menu."""
    return render_partial("health/line_changed.oob.html", scheduler=scheduler_standing())
