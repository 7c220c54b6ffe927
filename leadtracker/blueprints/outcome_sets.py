"""Sets of outcomes: what the keys of the desk say, promotion by promotion."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.outcomes import (
    CATEGORY_NAMES,
    KeysForm,
    NewOutcomeSetForm,
    OutcomeSetForm,
)
from leadtracker.models import OutcomeSet
from leadtracker.queries import outcomes as find
from leadtracker.queries import promotions as find_promotions
from leadtracker.serializers import outcome_words
from leadtracker.services import outcome_sets

bp = Blueprint("outcome_sets", __name__)


@bp.get("/outcome-sets")
@require(Action.EDIT_OUTCOMES)
def index():
    """Every set, how many outcomes it offers and which live promotions use it."""
    outcome_sets.default_set()
    return render_template("outcome_sets/index.html", rows=find.outcome_set_rows())


@bp.get("/outcome-sets/new")
@require(Action.EDIT_OUTCOMES)
def new():
    """A set begins as a copy of another; ``of`` names which."""
    original = request.args.get("of", type=loaders.row_id) or outcome_sets.default_set().id
    return _render_new(NewOutcomeSetForm(data={"original": original}))


@bp.post("/outcome-sets")
@require(Action.EDIT_OUTCOMES)
def create():
    """Copy a set under another name."""
    form = _offered(NewOutcomeSetForm(request.form))
    if not form.validate():
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    original = loaders.load_outcome_set(form.original.data)
    try:
        made = outcome_sets.copy_set(original, name=form.name.data, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s can be chosen for promotions now.", name=made.name)
    return toast(redirect_to(url_for("outcome_sets.edit", set_id=made.id)), words)


@bp.get("/outcome-sets/<int:set_id>")
@require(Action.EDIT_OUTCOMES)
def edit(set_id: int):
    """A set: its outcomes with their keys, its name, and what was retired."""
    return render_set(loaders.load_outcome_set(set_id))


@bp.post("/outcome-sets/<int:set_id>")
@require(Action.EDIT_OUTCOMES)
def update(set_id: int):
    """Call it otherwise."""
    outcome_set = loaders.load_outcome_set(set_id)
    form = OutcomeSetForm(request.form)
    if not form.validate():
        return render_set(outcome_set, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    try:
        outcome_sets.rename_set(outcome_set, name=form.name.data, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_set(outcome_set, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    words = _("%(name)s is saved.", name=outcome_set.name)
    return toast(redirect_to(url_for("outcome_sets.edit", set_id=set_id)), words)


def render_set(outcome_set: OutcomeSet, status: int = HTTPStatus.OK, *, form=None, keys=None):
    """The page of a set; ``form`` and ``keys`` when something in them was refused."""
    page = render_template(
        "outcome_sets/edit.html",
        outcome_set=outcome_set,
        may_rename=outcome_set.name != outcome_sets.DEFAULT_NAME,
        promotions=find.live_promotions_with(outcome_set),
        form=form or OutcomeSetForm(obj=outcome_set),
        keys=keys or KeysForm.of_set(outcome_set.offered),
        categories=CATEGORY_NAMES,
        words=outcome_words,
    )
    return page, status


def _offered(form: NewOutcomeSetForm) -> NewOutcomeSetForm:
    form.original.offer(find_promotions.outcome_sets())
    return form


def _render_new(form: NewOutcomeSetForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    return render_template("outcome_sets/new.html", form=_offered(form)), status
