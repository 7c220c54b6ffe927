"""The outcomes of a set: added and changed."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.outcomes import OutcomeForm
from leadtracker.models import Outcome, OutcomeSet
from leadtracker.services import offered_outcomes
from leadtracker.services.offered_outcomes import OutcomeTerms

bp = Blueprint("outcomes", __name__)


@bp.get("/outcome-sets/<int:set_id>/outcomes/new")
@require(Action.EDIT_OUTCOMES)
def new(set_id: int):
    """An empty outcome on the first free key."""
    outcome_set = loaders.load_outcome_set(set_id)
    free = outcome_set.free_keys
    return _render(outcome_set, None, OutcomeForm(data={"key": free[0] if free else 9}))


@bp.post("/outcome-sets/<int:set_id>/outcomes")
@require(Action.EDIT_OUTCOMES)
def create(set_id: int):
    """Add it."""
    outcome_set = loaders.load_outcome_set(set_id)
    form = OutcomeForm(request.form)
    if not form.validate():
        return _render(outcome_set, None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        outcome = offered_outcomes.add_outcome(
            outcome_set, OutcomeTerms(**form.values()), by=signed_in_user()
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render(outcome_set, None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _saved(outcome_set, _("%(outcome)s is on the desk.", outcome=outcome.label))


@bp.get("/outcome-sets/outcomes/<int:outcome_id>")
@require(Action.EDIT_OUTCOMES)
def edit(outcome_id: int):
    """An outcome that is offered, to be changed."""
    outcome = loaders.load_outcome(outcome_id)
    return _render(outcome.outcome_set, outcome, OutcomeForm.of(outcome))


@bp.post("/outcome-sets/outcomes/<int:outcome_id>")
@require(Action.EDIT_OUTCOMES)
def update(outcome_id: int):
    """Change it; what calls have ended with stays as it was."""
    outcome = loaders.load_outcome(outcome_id)
    form = OutcomeForm(request.form)
    if not form.validate():
        return _render(outcome.outcome_set, outcome, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        terms = OutcomeTerms(**form.values())
        offered_outcomes.update_outcome(outcome, terms, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render(outcome.outcome_set, outcome, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _saved(outcome.outcome_set, _("%(outcome)s is saved.", outcome=outcome.label))


def _saved(outcome_set: OutcomeSet, words: str):
    return toast(redirect_to(url_for("outcome_sets.edit", set_id=outcome_set.id)), words)


def _render(
    outcome_set: OutcomeSet,
    outcome: Outcome | None,
    form: OutcomeForm,
    status: int = HTTPStatus.OK,
) -> tuple[str, int]:
    page = render_template(
        "outcomes/edit.html", outcome_set=outcome_set, outcome=outcome, form=form
    )
    return page, status
