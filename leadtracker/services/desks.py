"""What a team lead does to a desk: take back what lies on it, clear a wrap-up that is owed.

The coordinator's desk is told at once and says in words who did what (``queries.desk_notices``).
"""

from datetime import timedelta

import structlog
from sqlalchemy import select

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import Call, QueueItem, Team, User
from leadtracker.queries import queue as find
from leadtracker.services import _activity, _outbox, assignments, postponements, presence, queue
from leadtracker.services.calling_hours import opening_in

log = structlog.get_logger()

#: After a wrap-up was cleared its lead rests so long: it may just have been spoken to.
CLEARED_REST = timedelta(hours=1)

MAX_REASON = 200


def pull_back(person: User, *, to: User | Team | None, by: User, reason: str = "") -> QueueItem:
    """Take what lies on somebody's desk, for a colleague, or back to where it came from.

    Back in its queue it rests as a skipped lead does, so that it does not land on the same desk
    again. Returns the item. Raises ``RuleViolation`` during a call, while an outcome is owed, and
    when nothing lies there.
    """
    queue.lock_desk(person)
    _require_calm(person)
    item = find.find_claimed(person)
    if item is None:
        raise RuleViolation(N_("Nothing lies on %(name)s’s desk."), name=person.first_name)
    if to is None:
        item.put_by(_from(item, postponements.SKIPPED_FOR), waits_for=WaitsFor.SKIPPED)
        assignments.tell_pools({item.pool})
    else:
        item.release()
        db.session.flush()
        assignments.move_each([(item, to)], by=by, note=reason)
    _activity.record(
        "lead_pulled_back",
        by=by.id,
        lead=item.lead_id,
        person=person.id,
        whose=person.name,
        to=to.name if to else "",
        reason=reason.strip()[:MAX_REASON],
        name=item.lead.name,
    )
    _tell_desk(person)
    db.session.commit()
    log.info("lead_pulled_back", item_id=item.id, account_id=person.id)
    return item


def _require_calm(person: User) -> None:
    call = find.find_unsettled_call(person)
    if call is None:
        return
    if call.owes_outcome:
        raise RuleViolation(
            N_("%(name)s still owes the outcome of the call with %(lead)s. Clear that first."),
            name=person.first_name,
            lead=call.lead.name,
        )
    raise RuleViolation(
        N_("%(name)s is on a call with %(lead)s. It cannot be taken now."),
        name=person.first_name,
        lead=call.lead.name,
    )


def clear_wrap_up(call: Call, *, reason: str, by: User) -> None:
    """Settle a call that owes its outcome without one: nobody knows what came of it.

    Its try counts, a promise is kept by it, its lead goes back to the queue after a rest, and its
    coordinator may go on. Raises ``RuleViolation`` without a reason, and for a call that is going
    on or owes nothing.
    """
    if not reason.strip():
        raise RuleViolation(N_("Say why it is cleared: it stays in the records."), field="reason")
    if call.user_id == by.id:
        raise RuleViolation(N_("Your own wrap-up is yours to settle: set its outcome."))
    _lock(call)
    if not call.has_ended:
        raise RuleViolation(N_("The call is still going on. Only its coordinator can end it."))
    if call.wrapped_up_at is not None:
        raise RuleViolation(N_("This call owes nothing any more."))
    call.waive(at=clock.now(), by_id=by.id, reason=reason.strip())
    item = call.queue_item
    if item is not None and item.follow_up is not None and item.follow_up.is_open:
        item.follow_up.note_call(started_at=call.started_at, by_id=call.user_id)
    if item is not None and item.state is QueueState.CLAIMED and item.claimed_by_id == call.user_id:
        item.attempts += 1
        item.put_by(_from(item, CLEARED_REST), waits_for=WaitsFor.RETRY)
        assignments.tell_pools({item.pool})
    _activity.record(
        "wrap_up_cleared",
        by=by.id,
        lead=call.lead_id,
        call=call.id,
        person=call.user_id,
        whose=call.user.name,
        reason=reason.strip()[:MAX_REASON],
        name=call.lead.name,
    )
    _tell_desk(call.user)
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=call.promotion_id)
    db.session.commit()
    log.info("wrap_up_cleared", call_id=call.id, account_id=call.user_id)


def _lock(call: Call) -> None:
    """The coordinator's own outcome and this wait for each other; the second sees the first."""
    row = select(Call.id).where(Call.id == call.id)
    db.session.execute(row.with_for_update(of=Call, key_share=True))
    db.session.refresh(call, ["outcome_id", "wrapped_up_at", "ended_at"])


def _from(item: QueueItem, rest: timedelta):
    earliest = clock.now() + rest
    return opening_in(item.time_zone, earliest) or earliest


def _tell_desk(person: User) -> None:
    """Their desk shows what is on it now, and says why."""
    topic = _outbox.to_user(person.id)
    _outbox.publish(topic, _outbox.CALL_CHANGED)
    _outbox.publish(topic, _outbox.DESK_CHANGED)
    presence.tell_floor(person)
