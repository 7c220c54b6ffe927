"""Putting numbers on the do-not-call list, and taking them off. Effective at once."""

import structlog
from sqlalchemy import update

from leadtracker.db import db
from leadtracker.domain import clock, phones
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import OPEN_STATES, QueueState
from leadtracker.models import Call, DoNotCallEntry, Lead, QueueItem, User
from leadtracker.queries import do_not_call as find
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()


def block_number(
    e164: str, *, reason: str, by: User, lead: Lead | None = None, call: Call | None = None
) -> DoNotCallEntry:
    """Nobody calls ``e164`` any more. A lead without another number leaves the queue."""
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
    return entry


def _leave_queue(lead: Lead) -> None:
    db.session.execute(
        update(QueueItem)
        .where(QueueItem.lead_id == lead.id, QueueItem.state.in_(OPEN_STATES))
        .values(
            state=QueueState.CANCELLED,
            closed_at=clock.now(),
            claimed_by_id=None,
            claimed_at=None,
            lease_until=None,
        )
    )
    _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)


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
