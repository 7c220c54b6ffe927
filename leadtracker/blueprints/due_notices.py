"""The notice that a promise has just come due, on whatever page its owner has open."""

from datetime import timedelta

from flask import Blueprint

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain import clock
from leadtracker.domain.policies import Action
from leadtracker.queries import follow_ups as find

bp = Blueprint("due_notices", __name__)

#: A promise that has been due for longer stands in the queue as late; it needs no notice.
FRESH = timedelta(minutes=10)


@bp.get("/due-notices")
@require(Action.WORK_DESK)
def index():
    """The reader's promises that have come due in the last minutes and wait in the queue."""
    promises = find.newly_due(signed_in_user(), since=clock.now() - FRESH)
    return render_partial("follow_ups/_due.html", promises=promises, fresh=False)
