"""Taking an outcome off the desk, and putting it back."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.policies import Action
from leadtracker.services import offered_outcomes

bp = Blueprint("outcome_retirements", __name__)


@bp.post("/outcome-sets/outcomes/<int:outcome_id>/retirement")
@require(Action.EDIT_OUTCOMES)
def create(outcome_id: int):
    """Nobody can choose it any more; calls that ended with it keep it."""
    outcome = loaders.load_outcome(outcome_id)
    offered_outcomes.retire_outcome(outcome, by=signed_in_user())
    words = _("%(outcome)s is off the desk.", outcome=outcome.label)
    return toast(redirect_to(url_for("outcome_sets.edit", set_id=outcome.set_id)), words)


@bp.post("/outcome-sets/outcomes/<int:outcome_id>/restoration")
@require(Action.EDIT_OUTCOMES)
def delete(outcome_id: int):
    """It can be chosen again."""
    outcome = loaders.load_outcome(outcome_id, retired=True)
    offered_outcomes.restore_outcome(outcome, by=signed_in_user())
    words = _("%(outcome)s has the key %(key)s.", outcome=outcome.label, key=outcome.key)
    return toast(redirect_to(url_for("outcome_sets.edit", set_id=outcome.set_id)), words)
