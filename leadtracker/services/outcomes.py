"""Setting what came of a call, and everything that follows from it, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import CallState
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Call, CallOutcome, DoNotCallEntry, Outcome, QueueItem, User
from leadtracker.models.lead import Stage
from leadtracker.models.outcome import Consequence, OutcomeCategory
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.queries import orders as find_orders
from leadtracker.queries import queue as find
from leadtracker.services import (
    _activity,
    _outbox,
    calls,
    do_not_call,
    follow_ups,
    presence,
    queue,
    retries,
)

log = structlog.get_logger()

MAX_NOTE = 4000


@dataclass(frozen=True)
class Promise:
    """A follow-up agreed during the call: the instant, and the words it was agreed in."""

    due_at: datetime
    said: str


def set_outcome(
    call: Call,
    outcome: Outcome,
    *,
    by: User,
    note: str = "",
    promise: Promise | None = None,
    claim_next: bool = True,
) -> QueueItem | None:
    """Settle ``call`` with ``outcome``, do what follows from it, and take the next item.

    A call that nobody has answered is over with an outcome that says so; its lines are for the
    caller to clear, once this is committed (``calls.clear_lines``).

    Setting the same outcome again changes nothing, so that a doubled key press is harmless, also
    when the next call goes on by then. What was before is kept, so that it can be taken back
    (``services.outcome_changes``). Raises ``RuleViolation`` while the call is going on, when the
    call is somebody else's or settled otherwise, when a follow-up or an order that the outcome
    needs is missing.
    """
    queue.lock_desk(by)
    lock(call)
    _require_own(call, by)
    is_repeated = call.wrapped_up_at is not None
    if not is_repeated:
        # What is looked up in between does not depend on what is changed: it is written in one go.
        with db.session.no_autoflush:
            if may_cut_short(call, outcome):
                calls.cut_short(call)
            require_settleable(call, outcome, promise)
            settle(call, outcome, note=note, promise=promise, by=by, item=call.queue_item)
        db.session.flush()
    elif call.outcome_id != outcome.id:
        _refuse_second(call, outcome, note, by)
    goes_on = is_repeated and find.find_unsettled_call(by) is not None
    item = queue.take_next(by) if claim_next and not goes_on else None
    db.session.commit()
    log.info("outcome_set", call_id=call.id, outcome=outcome.code)
    return item


def keep_draft(call: Call, *, by: User, note: str, outcome: Outcome | None, follow_up: str) -> None:
    """Keep what has been written of a wrap-up, for whichever browser it is finished in.

    A call that is settled keeps what it was settled with.
    """
    lock(call)
    _require_own(call, by)
    if call.wrapped_up_at is None:
        call.draft = {
            "note": note.strip()[:MAX_NOTE],
            "outcome": outcome.id if outcome else None,
            "follow_up": follow_up.strip()[:80],
        }
    db.session.commit()


def may_cut_short(call: Call, outcome: Outcome) -> bool:
    """Whether setting ``outcome`` ends the call: the lead rings unanswered, and it says so.

    A conversation is never cut by an outcome key.
    """
    return (
        not call.has_ended
        and call.state is CallState.RINGING_LEAD
        and call.connected_at is None
        and outcome.category is OutcomeCategory.NOT_REACHED
    )


def lock(call: Call) -> None:
    """Two presses at once wait for each other here, and the second sees what the first has set."""
    decisive = [
        "state", "outcome_id", "outcome_at", "note", "queue_item_id", "draft",
        "wrapped_up_at", "waived_at", "ended_at", "connected_at",
    ]  # fmt: skip
    db.session.refresh(call, decisive, with_for_update={"of": Call, "key_share": True})
    db.session.expire(call, ["outcome", "queue_item"])


def _require_own(call: Call, by: User) -> None:
    if call.user_id != by.id:
        raise RuleViolation(N_("This call is a colleague's."))


def _refuse_second(call: Call, outcome: Outcome, note: str, by: User) -> None:
    """A settled call stays as it is, and says so; only a wish not to be called is always heard."""
    if outcome.consequence is Consequence.DO_NOT_CALL:
        do_not_call.add_entry(
            call.phone_e164, reason=note or outcome.label, by=by, lead=call.lead, call=call
        )
        db.session.commit()
        raise RuleViolation(
            N_("The number is blocked. The call itself was settled before as %(outcome)s."),
            outcome=call.outcome.label if call.outcome else "–",
        )
    if call.outcome is None and call.waived_at is not None:
        raise RuleViolation(N_("Your team lead cleared this wrap-up. Nothing was changed."))
    if call.outcome is None:
        raise RuleViolation(
            N_("%(lead)s was never rung in this call, so it needs no outcome."),
            lead=call.lead.name,
        )
    raise RuleViolation(
        N_("This call is settled already as %(outcome)s. Nothing was changed."),
        outcome=call.outcome.label,
    )


def require_settleable(call: Call, outcome: Outcome, promise: Promise | None) -> None:
    """Raise ``RuleViolation`` while the call goes on, or what the outcome needs is missing."""
    if not call.has_ended:
        raise RuleViolation(N_("You are still on the line. Hang up first, then set the outcome."))
    if outcome.consequence is Consequence.FOLLOW_UP and promise is None:
        raise RuleViolation(
            N_("%(outcome)s needs a moment: say when, for example “tue 3pm”."),
            field="follow_up",
            outcome=outcome.label,
        )
    if outcome.consequence is Consequence.ORDER and not find_orders.count_orders_of_call(call.id):
        raise RuleViolation(
            N_("%(outcome)s needs an order: take it first."), field="order", outcome=outcome.label
        )


def settle(
    call: Call,
    outcome: Outcome,
    *,
    note: str,
    promise: Promise | None,
    by: User,
    item: QueueItem | None,
) -> None:
    """In the caller's transaction: set the outcome, do what follows, and keep what was before.

    ``item`` is the queue item that the call settles; without one the queue stays as it is.
    """
    now = clock.now()
    items = find.open_items_of_lead(call.lead_id)
    entry = _write_down(call, outcome, note.strip()[:MAX_NOTE], promise, by)
    entry.before = _standing(call, items)
    call.outcome, call.outcome_at, call.note = outcome, now, entry.note
    call.wrapped_up_at, call.draft = now, {}
    _record(call, outcome, by)
    _move_stage(call, outcome)
    if promise is not None:
        entry.follow_up = follow_ups.add_promise(
            call.lead,
            due_at=promise.due_at,
            by=by,
            said=promise.said,
            note=entry.note,
            call_id=call.id,
            promotion_id=call.promotion_id,
        )
    if outcome.consequence is Consequence.DO_NOT_CALL:
        entry.do_not_call_entry = _block_number(call, outcome, entry.note, by)
    if item is not None:
        _settle_item(item, call, outcome, by, promised=promise is not None)
    retries.cool_down(call, reached=outcome.category is not OutcomeCategory.NOT_REACHED)
    entry.after = _standing(call, items)
    _tell(call)


def _write_down(
    call: Call, outcome: Outcome, note: str, promise: Promise | None, by: User
) -> CallOutcome:
    entry = CallOutcome(
        call_id=call.id,
        outcome_id=outcome.id,
        note=note,
        said=promise.said[:80] if promise else "",
        set_by_id=by.id,
    )
    db.session.add(entry)
    return entry


def _standing(call: Call, items: list[QueueItem]) -> dict:
    """What an outcome may change, as it is now."""
    follow_up = call.queue_item.follow_up if call.queue_item else None
    is_owed = follow_up is not None and follow_up.is_open
    return {
        "stage": call.lead.stage,
        "items": {str(item.id): item.remember() for item in items},
        "follow_up": follow_up.id if is_owed else None,
    }


def _record(call: Call, outcome: Outcome, by: User) -> None:
    _activity.record(
        "outcome_set",
        by=by.id,
        lead=call.lead_id,
        call=call.id,
        outcome=outcome.code,
        label=outcome.label,
        category=outcome.category,
        note=call.note,
        talk_seconds=call.talk_seconds,
        promotion=call.promotion_id,
    )


def _block_number(call: Call, outcome: Outcome, note: str, by: User) -> DoNotCallEntry | None:
    """The entry this outcome made; None when the number was blocked before."""
    if find_blocks.find_active_entry(call.phone_e164):
        return None
    return do_not_call.add_entry(
        call.phone_e164, reason=note or outcome.label, by=by, lead=call.lead, call=call
    )


def _move_stage(call: Call, outcome: Outcome) -> None:
    lead = call.lead
    if outcome.consequence is Consequence.ORDER:
        lead.stage = Stage.CUSTOMER
    elif outcome.category is not OutcomeCategory.NOT_REACHED and lead.stage is Stage.NEW:
        lead.stage = Stage.WORKING


def _settle_item(
    item: QueueItem, call: Call, outcome: Outcome, by: User, *, promised: bool
) -> None:
    """The item goes: tried again later, or done. A new promise takes the place of a retry."""
    now = clock.now()
    item.attempts += 1
    if item.follow_up is not None and item.follow_up.is_open:
        item.follow_up.note_call(started_at=call.started_at, by_id=call.user_id)
    again = None if promised else retries.next_try(item, call, outcome)
    if again is not None:
        retries.schedule(item, again)
        return
    item.finish(now)
    if (follow_up := item.follow_up) and follow_up.is_open:
        follow_up.close(at=now, by_id=by.id, reason=outcome.label)


def _tell(call: Call) -> None:
    """The coordinator's other tabs, and everybody who watches the floor or the board."""
    _outbox.publish(_outbox.to_user(call.user_id), _outbox.CALL_CHANGED, call=call.id)
    presence.tell_floor(call.user)
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=call.promotion_id)
