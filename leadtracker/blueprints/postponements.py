"""Taking a skip or a snooze back."""

from flask import Blueprint
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import retarget, toast
from leadtracker.domain.policies import Action
from leadtracker.services import postponements

bp = Blueprint("postponements", __name__)


@bp.delete("/desk/postponements/<int:item_id>")
@require(Action.WORK_DESK)
def delete(item_id: int):
    """Have the lead on the desk again that was just put by."""
    item = loaders.load_queue_item(item_id)
    postponements.take_back(item, by=signed_in_user())
    words = _("Taken back. %(lead)s is on your desk.", lead=item.lead.name)
    return toast(retarget(render_desk(), "#desk"), words)
