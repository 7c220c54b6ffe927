"""Letting an import run."""

from http import HTTPStatus

from flask import Blueprint, request, url_for

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.imports import render_check
from leadtracker.blueprints.rendering import redirect_to
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.imports import ColumnsForm
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import leads as find_leads
from leadtracker.services import imports

bp = Blueprint("import_runs", __name__)


@bp.post("/imports/<int:import_id>/run")
@require(Action.IMPORT_LEADS)
def create(import_id: int):
    """Start it as checked, or go on with one that stopped; the scheduler runs it."""
    lead_import, reader = loaders.load_import(import_id), signed_in_user()
    if lead_import.state is ImportState.FAILED:
        imports.try_again(lead_import, by=reader)
        return redirect_to(url_for("imports.show", import_id=lead_import.id))
    form = ColumnsForm(request.form)
    form.team_id.offer(find_leads.teams_seen_by(reader))
    if not form.validate():
        return render_check(lead_import, columns_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        imports.start_import(
            lead_import,
            fields=form.chosen,
            country=lead_import.country,
            list_name=form.list_name.data,
            area_code=form.area_code.data,
            team_id=form.team_id.data,
            by=reader,
        )
    except RuleViolation as error:
        form.refuse(error)
        return render_check(lead_import, columns_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect_to(url_for("imports.show", import_id=lead_import.id))
