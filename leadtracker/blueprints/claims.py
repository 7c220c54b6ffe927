"""What is on the desk: taking the next item or a chosen one, and keeping it."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import no_content
from leadtracker.domain.policies import Action
from leadtracker.services import queue

bp = Blueprint("claims", __name__)


@bp.post("/desk/claim")
@require(Action.WORK_DESK)
def create():
    """Put the named item on the desk, or the next one when none is named."""
    user = signed_in_user()
    item_id = request.form.get("item", type=loaders.row_id)
    if item_id is None:
        queue.claim_next(user)
    else:
        queue.open_item(loaders.load_queue_item(item_id), by=user)
    return render_desk()


@bp.patch("/desk/claim")
@require(Action.WORK_DESK)
def update():
    """The desk is still open: renew the lease of what is on it."""
    queue.keep_desk(signed_in_user())
    return no_content()
