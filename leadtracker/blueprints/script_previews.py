"""A script as a caller would see it, with an example lead, while it is being written."""

from flask import Blueprint, request

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.forms.scripts import ScriptForm
from leadtracker.serializers.script_preview import preview_of

bp = Blueprint("script_previews", __name__)


@bp.post("/script-previews")
@require(Action.EDIT_SCRIPTS)
def create():
    """The preview of the lines as they stand in the form; nothing is kept."""
    steps = ScriptForm(request.form).values()["steps"]
    return render_partial("scripts/_preview.html", preview=preview_of(steps, signed_in_user()))
