"""What came of a call."""

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import toast
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.models import Call, Outcome
from leadtracker.serializers.due_readings import due_from
from leadtracker.services import calls, outcomes
from leadtracker.telephony import get_telephony
from leadtracker.templating.wording import day_time_in

bp = Blueprint("call_outcomes", __name__)


@bp.post("/desk/outcome")
@require(Action.WORK_DESK)
def create():
    """Settle the call, hanging up one that nobody has answered, and put the next lead up."""
    user = signed_in_user()
    call = loaders.load_call(request.form.get("call", 0, type=loaders.row_id))
    outcome = _chosen_outcome()
    said = request.form.get("follow_up", "").strip()
    promise = outcomes.Promise(due_from(said, call.lead), said) if said else None
    if outcomes.may_cut_short(call, outcome):
        calls.hang_up(call, by=user, telephony=get_telephony())
    outcomes.set_outcome(call, outcome, by=user, note=request.form.get("note", ""), promise=promise)
    return toast(render_desk(), _saved(call, outcome, promise))


def _chosen_outcome() -> Outcome:
    chosen = request.form.get("outcome", type=loaders.row_id)
    if chosen is None:
        raise RuleViolation(N_("Choose an outcome with 1–9 first, then save."), field="outcome")
    return loaders.load_outcome(chosen)


def _saved(call: Call, outcome: Outcome, promise: outcomes.Promise | None) -> str:
    if promise is None:
        return _("%(lead)s: %(outcome)s.", lead=call.lead.name, outcome=outcome.label)
    when = day_time_in(promise.due_at, call.lead.time_zone or "UTC")
    return _("Saved. %(lead)s is back on %(when)s their time.", lead=call.lead.name, when=when)
