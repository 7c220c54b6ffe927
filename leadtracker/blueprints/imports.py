"""Imports: a file comes in, is looked at, and is watched while it becomes leads."""

from http import HTTPStatus
from pathlib import PurePath

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.imports import ColumnsForm, LayoutForm, UploadForm
from leadtracker.models import LeadImport
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import imports as find
from leadtracker.queries import leads as find_leads
from leadtracker.serializers import imports as words
from leadtracker.services import imports

bp = Blueprint("imports", __name__)


@bp.get("/imports")
@require(Action.IMPORT_LEADS)
def index():
    """Where a file is dropped, and the files that came before."""
    return _render_upload(UploadForm(country=current_app.config["DEFAULT_COUNTRY"]))


@bp.post("/imports")
@require(Action.IMPORT_LEADS)
def create():
    """Take a file in; nothing is imported before it has been looked at."""
    form = UploadForm(request.form)
    form.take(request.files.get("file"))
    if not form.validate():
        return _render_upload(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        lead_import = imports.receive_file(
            form.upload.filename,
            form.upload.read(),
            country=form.country.data or current_app.config["DEFAULT_COUNTRY"],
            by=signed_in_user(),
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render_upload(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect_to(url_for("imports.edit", import_id=lead_import.id))


def _render_upload(form: UploadForm, status: int = HTTPStatus.OK):
    return render_page_or_partial(
        "imports/index.html",
        "imports/_upload.html",
        status=status,
        form=form,
        recent=find.recent_imports(),
        max_bytes=current_app.config["MAX_IMPORT_BYTES"],
    )


@bp.get("/imports/<int:import_id>/edit")
@require(Action.IMPORT_LEADS)
def edit(import_id: int):
    """What the file seems to be, to be corrected."""
    lead_import = loaders.load_import(import_id)
    if lead_import.state is not ImportState.CHECKING:
        return redirect_to(url_for("imports.show", import_id=lead_import.id))
    return render_check(lead_import)


@bp.post("/imports/<int:import_id>")
@require(Action.IMPORT_LEADS)
def update(import_id: int):
    """Read the file differently, and guess its columns anew."""
    lead_import, form = loaders.load_import(import_id), LayoutForm(request.form)
    status = HTTPStatus.OK
    if not form.validate():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        try:
            imports.read_differently(
                lead_import, country=form.country.data or lead_import.country, **form.layout
            )
        except RuleViolation as error:
            form.refuse(error)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    layout_form = form if form.errors else None
    return render_check(lead_import, layout_form=layout_form, status=status)


def render_check(
    lead_import: LeadImport,
    *,
    layout_form: LayoutForm | None = None,
    columns_form: ColumnsForm | None = None,
    status: int = HTTPStatus.OK,
):
    """The check page; a form that was not right comes back as it was sent."""
    form = columns_form or _columns_form(lead_import)
    form.team_id.offer(find_leads.teams_seen_by(signed_in_user()))
    return render_page_or_partial(
        "imports/edit.html",
        "imports/_check.html",
        status=status,
        lead_import=lead_import,
        layout_form=layout_form or LayoutForm(lead_import=lead_import),
        form=form,
        columns=words.columns_of(lead_import),
        preview=words.preview_of(lead_import, form.chosen, area_code=form.area_code.data or ""),
    )


def _columns_form(lead_import: LeadImport) -> ColumnsForm:
    """The guesses, with the file's name for the list."""
    name = PurePath(lead_import.filename).stem.replace("_", " ").strip()
    fields = [name or "" for name in lead_import.columns["fields"]]
    return ColumnsForm(fields=fields, list_name=name[:120], area_code="")


@bp.get("/imports/<int:import_id>")
@require(Action.IMPORT_LEADS)
def show(import_id: int):
    """How far it is; htmx asks each second until it is done."""
    return render_import(loaders.load_import(import_id))


def render_import(lead_import: LeadImport):
    """The page of an import that was started."""
    if lead_import.state is ImportState.CHECKING:
        return redirect_to(url_for("imports.edit", import_id=lead_import.id))
    return render_page_or_partial(
        "imports/show.html",
        "imports/_import.html",
        lead_import=lead_import,
        buckets=words.buckets_of(lead_import),
        parts=[(bucket.count, bucket.tone) for bucket in words.buckets_of(lead_import)],
        sum_words=words.sum_words(lead_import),
        verdict=words.verdict_of(lead_import),
        problems=find.problem_totals(lead_import),
        problem_names=words.PROBLEM_NAMES,
    )


@bp.post("/imports/<int:import_id>/removal")
@require(Action.IMPORT_LEADS)
def delete(import_id: int):
    """Forget a file that was not started."""
    imports.discard_import(loaders.load_import(import_id))
    return toast(redirect_to(url_for("imports.index")), _("The file is forgotten."))
