"""Putting numbers on the do-not-call list, and taking them off. Effective at once."""

import structlog
from sqlalchemy import select, update

from leadtracker.db import db
from leadtracker.domain import clock, phones
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import OPEN_STATES, QueueState
from leadtracker.models import Call, DoNotCallEntry, FollowUp, Lead, QueueItem, User
from leadtracker.models.queue_item import ON_NO_DESK
from leadtracker.queries import do_not_call as find
from leadtracker.queries import follow_ups as find_follow_ups
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()


def block_number(
    e164: str, *, reason: str, by: User, lead: Lead | None = None, call: Call | None = None
) -> DoNotCallEntry:
    """Nobody calls ``e164`` any more.

    A lead without another number leaves the queue, and what it was promised is released.
    """
    entry = add_entry(e164, reason=reason, by=by, lead=lead, call=call)
    db.session.commit()
    log.info("number_blocked", number=phones.mask(e164), entry_id=entry.id)
    return entry


def add_entry(
    e164: str, *, reason: str, by: User, lead: Lead | None = None, call: Call | None = None
) -> DoNotCallEntry:
    """:func:`block_number` inside the caller's transaction; blocking twice keeps the first."""
    if known := find.find_active_entry(e164):
        return known
    entry = DoNotCallEntry(
        e164=e164,
        reason=reason[:200],
        lead_id=lead.id if lead else None,
        call_id=call.id if call else None,
        added_by_id=by.id,
    )
    db.session.add(entry)
    db.session.flush()
    if lead is not None:
        _activity.record(
            "number_blocked", by=by.id, lead=lead.id, call=entry.call_id, e164=e164, reason=reason
        )
        if find.find_callable_phone(lead.id) is None:
            _leave_queue(lead)
            _release_promises(lead, entry, by=by)
    return entry


def _leave_queue(lead: Lead) -> None:
    db.session.execute(
        update(QueueItem)
        .where(QueueItem.lead_id == lead.id, QueueItem.state.in_(OPEN_STATES))
        .values(
            state=QueueState.CANCELLED,
            closed_at=clock.now(),
            **ON_NO_DESK,
        )
    )
    _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)


def _release_promises(lead: Lead, entry: DoNotCallEntry, *, by: User) -> None:
    """Nobody is reminded of a call that must not be made, and nobody breaks its promise."""
    for promise in find_follow_ups.open_of_lead(lead):
        promise.release(at=entry.added_at, by_id=by.id, reason=entry.reason, block_id=entry.id)
        _activity.record(
            "follow_up_closed",
            by=by.id,
            lead=lead.id,
            follow_up=promise.id,
            reason=entry.reason,
        )


def reopen_promises(entry: DoNotCallEntry) -> list[int]:
    """In the caller's transaction: the block was a slip, so what it released is owed again.

    Returns the ids of the promises. Their queue items are for the caller to bring back.
    """
    released = db.session.scalars(select(FollowUp).where(FollowUp.block_id == entry.id)).all()
    for promise in released:
        promise.open_again()
    return [promise.id for promise in released]


def lift_block(entry: DoNotCallEntry, *, reason: str, by: User) -> None:
    """The number may be called again; raises ``RuleViolation`` without a reason."""
    if not reason.strip():
        raise RuleViolation(N_("Say who allowed it and how."), field="reason")
    if not entry.is_active:
        return
    entry.lifted_at, entry.lifted_by_id = clock.now(), by.id
    entry.lifted_reason = reason.strip()[:200]
    _activity.record("number_unblocked", by=by.id, lead=entry.lead_id, e164=entry.e164)
    db.session.commit()
    log.info("number_unblocked", number=phones.mask(entry.e164), entry_id=entry.id)
