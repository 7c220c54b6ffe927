"""A script while it is being written: steps added, taken out and moved, before anything is kept."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.scripts import render_editor
from leadtracker.domain.policies import Action
from leadtracker.forms.scripts import ScriptForm

bp = Blueprint("script_drafts", __name__)


@bp.post("/script-drafts")
@require(Action.EDIT_SCRIPTS)
def create():
    """The editor again, with its steps as the pressed button wants them."""
    script_id = request.form.get("script", type=loaders.row_id)
    script = loaders.load_script(script_id) if script_id else None
    form = ScriptForm(request.form)
    return render_editor(script, form.rearranged(request.form.get("change", "")))
