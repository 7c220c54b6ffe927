"""Leaving the desk for a break, lunch or training, and coming back."""

from flask import Blueprint, request

from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.domain.presence import Presence
from leadtracker.services import queue

bp = Blueprint("rests", __name__)


@bp.post("/desk/rest")
@require(Action.WORK_DESK)
def create():
    """Leave the desk; what lay on it goes back to the queue."""
    queue.leave_desk(signed_in_user(), _chosen_state())
    return render_desk()


@bp.delete("/desk/rest")
@require(Action.WORK_DESK)
def delete():
    """Come back."""
    queue.return_to_desk(signed_in_user())
    return render_desk()


def _chosen_state() -> Presence:
    try:
        return Presence(request.form.get("state", ""))
    except ValueError:
        raise RuleViolation(N_("Choose break, lunch or training."), field="state") from None
