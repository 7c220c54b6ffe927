"""My day: what was promised, what was done, and how promises were kept."""

from datetime import date

from flask import Blueprint, Response, abort, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain import clock
from leadtracker.domain.policies import Action
from leadtracker.models import User
from leadtracker.serializers.days import day_of

bp = Blueprint("days", __name__)


@bp.get("/day")
@bp.get("/day/<day>")
@require(Action.WORK_DESK)
def show(day: str | None = None) -> Response:
    """Today, or the day in the address as ``2026-11-25``; ``?user=`` is somebody of one's teams."""
    reader = signed_in_user()
    user = _asked_user(reader)
    on = _date_in(day) if day else clock.today(clock.zone(user.time_zone))
    return render_page_or_partial(
        "days/show.html", "days/_day.html", day=day_of(user, on, reader=reader)
    )


def _asked_user(reader: User) -> User:
    if "user" not in request.args:
        return reader
    user_id = request.args.get("user", type=loaders.row_id)
    return loaders.load_user(user_id) if user_id else abort(404)


def _date_in(text: str) -> date:
    """A day within reach of every calendar; any other text is no page."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return on if 2000 <= on.year <= 2100 else abort(404)
