"""What came of a call: set at the desk, taken back within seconds, corrected later."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    redirect_to,
    render_invalid,
    render_page_or_partial,
    retarget,
    toast,
)
from leadtracker.db import keep_read
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.call_outcomes import CorrectionForm
from leadtracker.models import Call, Lead, Outcome
from leadtracker.queries import outcomes as find
from leadtracker.queries import promotions as find_promotions
from leadtracker.serializers.due_readings import due_from
from leadtracker.serializers.outcome_keys import outcome_groups
from leadtracker.services import calls, outcome_changes, outcome_sets, outcomes, power
from leadtracker.telephony import get_telephony
from leadtracker.templating.wording import day_time_in

bp = Blueprint("call_outcomes", __name__)


@bp.post("/desk/outcome")
@require(Action.WORK_DESK)
def create():
    """Settle the call, hanging up one that nobody has answered, and put the next lead up.

    In power mode without a breath the next lead is dialled in the same request.
    """
    keep_read()
    user, telephony = signed_in_user(), get_telephony()
    call = loaders.load_call(request.form.get("call", 0, type=loaders.row_id))
    # Kept in hand, so that what follows finds them read already.
    _promotion, lead = find_promotions.promotion_of_desk(call.promotion_id), call.lead
    outcome = _chosen_outcome()
    promise = _promise(call)
    item = outcomes.set_outcome(
        call, outcome, by=user, note=request.form.get("note", ""), promise=promise
    )
    calls.clear_lines(call.id, telephony=telephony)
    return toast(
        render_desk(power.go_on(call, item, by=user, telephony=telephony)),
        _saved(lead, outcome, promise),
        undo_url=url_for("call_outcomes.delete", call_id=call.id),
    )


@bp.delete("/calls/<int:call_id>/outcome")
@require(Action.WORK_DESK)
def delete(call_id: int):
    """Take the outcome back: the desk stands as it stood before the key."""
    user = signed_in_user()
    call = loaders.load_call(call_id)
    outcome_changes.undo_outcome(call, by=user, telephony=get_telephony())
    words = _("Taken back. %(lead)s waits for its outcome.", lead=call.lead.name)
    return toast(retarget(render_desk(), "#desk"), words)


@bp.get("/calls/<int:call_id>/outcome/edit")
def edit(call_id: int):
    """The sheet that corrects a settled call."""
    call = loaders.load_settled_call(call_id)
    form = CorrectionForm(outcome=call.outcome_id, note=call.note)
    return render_page_or_partial(
        "call_outcomes/edit.html", "call_outcomes/_slideover.html", **_sheet(call, form)
    )


@bp.post("/calls/<int:call_id>/outcome")
def update(call_id: int):
    """Replace the outcome of a settled call."""
    call = loaders.load_settled_call(call_id)
    form = CorrectionForm(request.form)
    try:
        outcome = _chosen_outcome()
        outcome_changes.replace_outcome(
            call,
            outcome,
            by=signed_in_user(),
            note=request.form.get("note", ""),
            promise=_promise(call),
        )
    except RuleViolation as error:
        form.refuse(error)
        return render_invalid(
            "call_outcomes/edit.html", "call_outcomes/_form.html", **_sheet(call, form)
        )
    words = _("%(lead)s is %(outcome)s now.", lead=call.lead.name, outcome=outcome.label)
    return toast(redirect_to(_back_to(call)), words)


def _sheet(call: Call, form: CorrectionForm) -> dict:
    chosen = call.promotion.outcome_set if call.promotion else outcome_sets.default_set()
    return {
        "call": call,
        "form": form,
        "groups": outcome_groups(chosen),
        "entry": find.find_standing_entry(call),
        "came_from": request.values.get("from", ""),
    }


def _back_to(call: Call) -> str:
    """The page it was opened on: the desk or the lead's."""
    if request.form.get("from") == "desk":
        return url_for("desk.show")
    return url_for("leads.show", lead_id=call.lead_id)


def _promise(call: Call) -> outcomes.Promise | None:
    said = request.form.get("follow_up", "").strip()
    return outcomes.Promise(due_from(said, call.lead), said) if said else None


def _chosen_outcome() -> Outcome:
    chosen = request.form.get("outcome", type=loaders.row_id)
    if chosen is None:
        raise RuleViolation(N_("Choose an outcome with 1–9 first, then save."), field="outcome")
    return loaders.load_outcome(chosen)


def _saved(lead: Lead, outcome: Outcome, promise: outcomes.Promise | None) -> str:
    if promise is None:
        return _("%(lead)s: %(outcome)s.", lead=lead.name, outcome=outcome.label)
    when = day_time_in(promise.due_at, lead.time_zone or "UTC")
    return _("Saved. %(lead)s is back on %(when)s their time.", lead=lead.name, when=when)
