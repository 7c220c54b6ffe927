"""The queue column of the desk."""

from flask import Blueprint

from leadtracker.blueprints.desk import asked_kind
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.queries import queue as find
from leadtracker.serializers import desk as desks
from leadtracker.serializers.queue_rows import queue_panel

bp = Blueprint("desk_queue", __name__)


@bp.get("/desk/queue")
@require(Action.WORK_DESK)
def show():
    """The queue alone, after something in it has changed."""
    user = signed_in_user()
    return render_partial(
        "desk/_queue.html",
        queue=queue_panel(user, find.find_claimed(user), kind=asked_kind()),
        totals=desks.totals_of(user),
    )
