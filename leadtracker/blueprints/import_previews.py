"""What an import would become with its columns as chosen."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.forms.imports import ColumnsForm
from leadtracker.serializers import imports as words

bp = Blueprint("import_previews", __name__)


@bp.post("/imports/<int:import_id>/preview")
@require(Action.IMPORT_LEADS)
def create(import_id: int):
    """The side of the check page; nothing is saved."""
    lead_import, form = loaders.load_import(import_id), ColumnsForm(request.form)
    preview = words.preview_of(lead_import, form.chosen, area_code=form.area_code.data or "")
    return render_partial("imports/_preview.html", lead_import=lead_import, preview=preview)
