"""Scripts: what is said, step by step, in versions that are never changed."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.scripts import FIELD_NAMES, ScriptForm, steps_of
from leadtracker.models import Script
from leadtracker.queries import scripts as find
from leadtracker.serializers.script_preview import preview_of
from leadtracker.services import scripts

bp = Blueprint("scripts", __name__)


@bp.get("/scripts")
@require(Action.EDIT_SCRIPTS)
def index():
    """Every script, and how many live promotions are read from it."""
    return render_template("scripts/index.html", rows=find.script_rows())


@bp.get("/scripts/new")
@require(Action.EDIT_SCRIPTS)
def new():
    """An empty script of one step."""
    return render_editor(None, ScriptForm())


@bp.post("/scripts")
@require(Action.EDIT_SCRIPTS)
def create():
    """Publish a new script as its version 1."""
    form = ScriptForm(request.form)
    if not form.validate():
        return render_editor(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        script = scripts.create_script(**form.values(), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_editor(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is published.", name=script.name)
    return toast(redirect_to(url_for("scripts.edit", script_id=script.id)), words)


@bp.get("/scripts/<int:script_id>")
@require(Action.EDIT_SCRIPTS)
def edit(script_id: int):
    """What the script says now, to be changed."""
    script = loaders.load_script(script_id)
    steps = script.latest.steps if script.latest else []
    return render_editor(script, ScriptForm(data={"name": script.name, "steps": steps_of(steps)}))


@bp.post("/scripts/<int:script_id>")
@require(Action.EDIT_SCRIPTS)
def update(script_id: int):
    """Publish it as the next version; callers read it from their next lead on."""
    script = loaders.load_script(script_id)
    form = ScriptForm(request.form)
    if not form.validate():
        return render_editor(script, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = scripts.publish_version(script, **form.values(), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_editor(script, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("Version %(number)s is what callers read now.", number=version.number)
    return toast(redirect_to(url_for("scripts.edit", script_id=script.id)), words)


def render_editor(
    script: Script | None, form: ScriptForm, status: int = HTTPStatus.OK
) -> tuple[str, int]:
    """The editor with a form in it; ``script`` is None while it is not published yet."""
    page = render_template(
        "scripts/edit.html",
        script=script,
        form=form,
        live=find.live_promotions_reading(script.id) if script else [],
        field_names=FIELD_NAMES,
        preview=preview_of(form.values()["steps"], signed_in_user()),
    )
    return page, status
