"""The keys that a set's outcomes have at the desk."""

from http import HTTPStatus

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.outcome_sets import render_set
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.outcomes import KeysForm
from leadtracker.services import outcome_sets

bp = Blueprint("outcome_keys", __name__)


@bp.post("/outcome-sets/<int:set_id>/keys")
@require(Action.EDIT_OUTCOMES)
def update(set_id: int):
    """Give each outcome the key chosen for it."""
    outcome_set = loaders.load_outcome_set(set_id)
    keys = KeysForm.of_set(outcome_set.offered, request.form)
    if not keys.validate():
        return render_set(outcome_set, HTTPStatus.UNPROCESSABLE_ENTITY, keys=keys)
    try:
        outcome_sets.place_keys(outcome_set, keys.keys, by=signed_in_user())
    except RuleViolation as error:
        keys.refuse(error)
        return render_set(outcome_set, HTTPStatus.UNPROCESSABLE_ENTITY, keys=keys)
    page = redirect_to(url_for("outcome_sets.edit", set_id=set_id))
    return toast(page, _("The keys are saved."))
