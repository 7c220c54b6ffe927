"""Taking the lead off the desk until a moment."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import toast
from leadtracker.domain.policies import Action
from leadtracker.serializers.due_readings import due_from
from leadtracker.services import postponements, queue
from leadtracker.templating.wording import day_time_in, reader_zone

bp = Blueprint("snoozes", __name__)


@bp.post("/desk/snooze")
@require(Action.WORK_DESK)
def create():
    """Snooze the item until the words say and take the next one."""
    user = signed_in_user()
    item = loaders.load_queue_item(request.form.get("item", 0, type=loaders.row_id))
    until = due_from(request.form.get("until", ""), item.lead)
    postponements.snooze_item(item, until=until, by=user)
    queue.claim_next(user)
    words = _(
        "%(lead)s is back on %(when)s your time.",
        lead=item.lead.name,
        when=day_time_in(until, reader_zone()),
    )
    return toast(render_desk(), words, undo_url=url_for("postponements.delete", item_id=item.id))
