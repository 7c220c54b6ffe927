"""Leaving the lead on the desk for later today."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import toast
from leadtracker.domain.policies import Action
from leadtracker.services import gate, postponements, queue
from leadtracker.telephony import get_telephony

bp = Blueprint("skips", __name__)


@bp.post("/desk/skip")
@require(Action.WORK_DESK)
def create():
    """Skip the item with a reason and take the next one."""
    user = signed_in_user()
    item = loaders.load_queue_item(request.form.get("item", 0, type=loaders.row_id))
    postponements.skip_item(
        item,
        reason=request.form.get("reason", "").strip(),
        by=user,
        until=gate.next_moment(item.lead, telephony=get_telephony()),
    )
    queue.claim_next(user)
    return toast(
        render_desk(),
        _("Skipped %(lead)s.", lead=item.lead.name),
        undo_url=url_for("postponements.delete", item_id=item.id),
    )
