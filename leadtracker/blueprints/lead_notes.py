"""Notes in the history of a lead."""

from http import HTTPStatus

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.leads import render_lead
from leadtracker.blueprints.rendering import is_htmx, redirect_to, toast
from leadtracker.domain.policies import Action
from leadtracker.forms.leads import NoteForm
from leadtracker.services import leads

bp = Blueprint("lead_notes", __name__)


@bp.post("/leads/<int:lead_id>/notes")
@require(Action.EDIT_LEADS)
def create(lead_id: int):
    """Write one."""
    lead = loaders.load_lead(lead_id)
    form = NoteForm(request.form)
    if not form.validate():
        return render_lead(lead, note_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    leads.add_note(lead, form.text.data, by=signed_in_user())
    if is_htmx():
        return toast(render_lead(lead), _("The note is in the history."))
    return toast(
        redirect_to(url_for("leads.show", lead_id=lead.id)), _("The note is in the history.")
    )
