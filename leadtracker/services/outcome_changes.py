"""Taking an outcome back within seconds, and replacing it with the right one later.

A wrong key costs one more key. Undo stops the dial that followed, as long as nobody has answered
it, and puts everything back to what ``CallOutcome.before`` says; the call owes its outcome again.
An outcome that has stood for longer is replaced: the call is never without one.

What an outcome does stands at once, a blocked number too, since a gate that waited five seconds
would be open for five seconds; taking it back lifts the block. Nothing that an outcome does leaves
the building.
"""

from datetime import timedelta

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action, may
from leadtracker.domain.queue import QueueState
from leadtracker.models import Call, CallOutcome, Outcome, QueueItem, User
from leadtracker.models.lead import Stage
from leadtracker.queries import outcomes as find
from leadtracker.queries import queue as find_queue
from leadtracker.services import _activity, _outbox, calls, do_not_call, outcomes, queue
from leadtracker.telephony.interface import Telephony

log = structlog.get_logger()

#: How long Undo is offered (product.md), and what a slow line may add on the way.
UNDO_SECONDS = 5
_ON_THE_WAY_SECONDS = 5

#: A coordinator corrects their own outcomes of a day; later it is a team lead's business.
OWN_CORRECTIONS = timedelta(hours=24)


def undo_outcome(call: Call, *, by: User, telephony: Telephony) -> None:
    """Reopen the wrap-up of ``call`` as it was, and stop the unanswered dial that followed.

    Doing it twice is harmless. Raises ``RuleViolation`` when it is too late, when the call is a
    colleague's, when the next lead has answered, or when a colleague has taken up the lead.
    """
    queue.lock_desk(by)
    outcomes.lock(call)
    if call.has_ended and call.wrapped_up_at is None:
        db.session.rollback()
        return
    entry = _require_undoable(call, by)
    following = _stop_next(by)
    queue.give_back(by)
    _take_back(call, entry, by)
    _reopen(call, entry, by)
    entry.undone_at = clock.now()
    _activity.record(
        "outcome_undone", by=by.id, lead=call.lead_id, call=call.id, label=entry.outcome.label
    )
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=call.promotion_id)
    _outbox.publish(_outbox.to_user(by.id), _outbox.CALL_CHANGED, call=call.id)
    db.session.commit()
    log.info("outcome_undone", call_id=call.id)
    if following is not None:
        calls.clear_lines(following.id, telephony=telephony)


def _require_undoable(call: Call, by: User) -> CallOutcome:
    entry = find.find_standing_entry(call)
    if call.user_id != by.id:
        raise RuleViolation(N_("This call is a colleague's."))
    if entry is None:
        raise RuleViolation(N_("There is nothing to take back."))
    window = timedelta(seconds=UNDO_SECONDS + _ON_THE_WAY_SECONDS)
    if clock.now() > entry.set_at + window or find.was_corrected(call):
        raise RuleViolation(
            N_("It is too late to take that back. Change the outcome in the history instead.")
        )
    return entry


def _stop_next(by: User) -> Call | None:
    """The call that rings now is over, and owes nothing; raises when somebody has answered it."""
    following = find_queue.find_unsettled_call(by)
    if following is None:
        return None
    outcomes.lock(following)
    if following.connected_at is not None:
        raise RuleViolation(
            N_("%(lead)s has answered. Settle this call, then change the other in the history."),
            lead=following.lead.name,
        )
    calls.cut_short(following)
    following.waive(at=clock.now(), by_id=by.id, reason="undone")
    calls.forget_call(following)
    _activity.record("dial_undone", by=by.id, lead=following.lead_id, call=following.id)
    db.session.flush()
    return following


def _take_back(call: Call, entry: CallOutcome, by: User) -> None:
    """Undo what the outcome did, as far as it is still so."""
    now = clock.now()
    if call.lead.stage == entry.after["stage"]:
        call.lead.stage = Stage(entry.before["stage"])
    promise = entry.follow_up
    if promise is not None and promise.is_open and not promise.moves:
        promise.take_back(now, by.id)
        if item := promise.queue_item:
            item.cancel(now)
    block = entry.do_not_call_entry
    if block is not None and block.is_active:
        block.lifted_at, block.lifted_by_id, block.lifted_reason = now, by.id, "undone"
        do_not_call.reopen_promises(block)
        _activity.record("number_unblocked", by=by.id, lead=call.lead_id, e164=block.e164)
    db.session.flush()
    for item in find_queue.items_by_id(entry.after["items"]):
        if item.is_as(entry.after["items"][str(item.id)]):
            item.restore(entry.before["items"][str(item.id)])
            if item.follow_up_id is not None and item.follow_up_id == entry.before["follow_up"]:
                item.follow_up.reopen(without_call=call.started_at)
    db.session.flush()


def _reopen(call: Call, entry: CallOutcome, by: User) -> None:
    """The call owes its outcome again, with what was written as the draft, its lead on the desk."""
    call.draft = {"note": entry.note, "outcome": entry.outcome_id, "follow_up": entry.said}
    call.outcome = call.outcome_at = call.wrapped_up_at = None
    call.note = ""
    item = call.queue_item
    if item is None or item.state is not QueueState.READY:
        return
    now = clock.now()
    try:
        with db.session.begin_nested():
            item.claim(by_id=by.id, at=now, lease_until=now + queue.LEASE)
    except IntegrityError:
        name = call.lead.name
        db.session.rollback()
        raise RuleViolation(
            N_("A colleague has just taken up %(lead)s. Change the outcome in the history."),
            lead=name,
        ) from None


def replace_outcome(
    call: Call,
    outcome: Outcome,
    *,
    by: User,
    note: str = "",
    promise: outcomes.Promise | None = None,
) -> None:
    """Correct the outcome of a settled call.

    While the lead has not been called again, everything is as if ``outcome`` had been set in the
    first place. Otherwise the queue has gone on: the record is corrected, and a promise or a
    blocked number is added. A block is never lifted by a correction. Raises ``RuleViolation`` for
    a call that is not settled, that is somebody else's or older than a day for whoever runs no
    floor, and for what the outcome needs.
    """
    outcomes.lock(call)
    _require_correctable(call, by)
    outcomes.require_settleable(call, outcome, promise)
    entry = find.find_standing_entry(call)
    was = call.outcome
    item = _rewind(call, entry, by)
    outcomes.settle(call, outcome, note=note, promise=promise, by=by, item=item)
    if entry is not None:
        entry.replaced_at = clock.now()
    _activity.record(
        "outcome_replaced",
        by=by.id,
        lead=call.lead_id,
        call=call.id,
        was=was.label if was else "",
        label=outcome.label,
    )
    db.session.commit()
    log.info("outcome_replaced", call_id=call.id, outcome=outcome.code)


def _require_correctable(call: Call, by: User) -> None:
    if not call.has_ended or call.wrapped_up_at is None:
        raise RuleViolation(N_("This call is not settled yet: set its outcome at the desk."))
    runs_a_floor = may(by.role, Action.CLEAR_WRAP_UP)
    if call.user_id != by.id and not runs_a_floor:
        raise RuleViolation(N_("This call is a colleague's."))
    if clock.now() > call.started_at + OWN_CORRECTIONS and not runs_a_floor:
        raise RuleViolation(N_("This call is older than a day. Ask your team lead to correct it."))


def _rewind(call: Call, entry: CallOutcome | None, by: User) -> QueueItem | None:
    """Put the queue back to before the outcome, if nothing has come of it yet.

    Returns the item that the new outcome settles; None when the queue has gone on.
    """
    if entry is None or find.was_called_after(call):
        return None
    if entry.do_not_call_entry is not None and entry.do_not_call_entry.is_active:
        return None
    waiting = find_queue.open_items_of_lead(call.lead_id)
    if any(item.state is QueueState.CLAIMED for item in waiting):
        return None
    item = call.queue_item
    left = entry.after["items"].get(str(item.id)) if item is not None else None
    was_left_so = left is not None and item.is_as(left)
    _take_back(call, entry, by)
    return item if was_left_so else None
