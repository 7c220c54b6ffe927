"""What has been written of a wrap-up, kept while it is being written."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import no_content
from leadtracker.domain.policies import Action
from leadtracker.services import outcomes

bp = Blueprint("call_drafts", __name__)


@bp.put("/desk/draft")
@require(Action.WORK_DESK)
def update():
    """Keep note, outcome and follow-up, for whichever browser the wrap-up is finished in.

    What is written before the lead is dialled belongs to no call yet: the browser keeps it.
    """
    call_id = request.form.get("call", type=loaders.row_id)
    if call_id is None:
        return no_content()
    chosen = request.form.get("outcome", type=loaders.row_id)
    outcomes.keep_draft(
        loaders.load_call(call_id),
        by=signed_in_user(),
        note=request.form.get("note", ""),
        outcome=loaders.load_outcome(chosen) if chosen else None,
        follow_up=request.form.get("follow_up", ""),
    )
    return no_content()
