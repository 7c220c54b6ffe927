"""Do-not-call marks on the numbers of a lead."""

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.leads import render_lead
from leadtracker.blueprints.rendering import is_htmx, redirect_to, toast
from leadtracker.domain.phones import format_international
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action
from leadtracker.services import do_not_call

bp = Blueprint("lead_blocks", __name__)


@bp.post("/leads/<int:lead_id>/phones/<int:phone_id>/block")
@require(Action.MARK_DO_NOT_CALL)
def create(lead_id: int, phone_id: int):
    """Put a number on the do-not-call list; it counts from the next dial on."""
    lead = loaders.load_lead(lead_id)
    phone = next((one for one in lead.phones if one.id == phone_id and one.e164), None)
    if phone is None:
        abort(404)
    reason = legible(request.form.get("reason", ""))[:200] or _("Marked on the lead’s page")
    do_not_call.block_number(phone.e164, reason=reason, by=signed_in_user(), lead=lead)
    number = format_international(phone.e164)
    words = _("Nobody can call %(number)s from now on.", number=number)
    if is_htmx():
        return toast(render_lead(lead), words)
    return toast(redirect_to(url_for("leads.show", lead_id=lead.id)), words)
