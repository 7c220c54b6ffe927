"""Promises: made, moved, announced when due, and closed with a reason. None is ever deleted."""

from datetime import datetime, timedelta

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor, pool_of, rank_of
from leadtracker.models import FollowUp, Lead, QueueItem, User
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.queries import follow_ups as find
from leadtracker.queries import queue as find_queue
from leadtracker.services import _activity, _outbox, kept_leads
from leadtracker.services.calling_hours import opening_in

log = structlog.get_logger()

#: A promise further away than this is a typing slip.
MAX_AHEAD = timedelta(days=730)

_KINDS = {FollowUpKind.CALLBACK: QueueKind.CALLBACK, FollowUpKind.FOLLOW_UP: QueueKind.FOLLOW_UP}


def promise(lead: Lead, **agreed) -> FollowUp:
    """Promise a call and commit; takes what :func:`add_promise` takes and raises what it raises."""
    follow_up = add_promise(lead, **agreed)
    db.session.commit()
    log.info("follow_up_promised", follow_up_id=follow_up.id, lead_id=lead.id)
    return follow_up


def add_promise(
    lead: Lead,
    *,
    due_at: datetime,
    by: User,
    said: str = "",
    note: str = "",
    kind: FollowUpKind = FollowUpKind.CALLBACK,
    call_id: int | None = None,
    promotion_id: int | None = None,
) -> FollowUp:
    """In the caller's transaction: the promise and its queue item, or neither.

    Raises ``RuleViolation`` for a moment in the past or more than two years ahead.

    The item waits in its owner's own pool, so that nobody else can take it and nothing can hide it;
    agreed for an hour at which nobody may call, it is offered when their hours begin.
    """
    _require_future(due_at)
    follow_up = FollowUp(
        kind=kind,
        lead=lead,
        owner=by,
        promotion_id=promotion_id,
        call_id=call_id,
        due_at=due_at,
        time_zone=lead.time_zone,
        said=said[:80],
        note=note,
    )
    db.session.add(follow_up)
    db.session.flush()
    db.session.add(
        QueueItem(
            kind=_KINDS[kind],
            lead_id=lead.id,
            promotion_id=promotion_id,
            follow_up_id=follow_up.id,
            owner_id=by.id,
            team_id=lead.team_id,
            pool=pool_of(owner_id=by.id, team_id=None, promotion_id=None),
            state=QueueState.SCHEDULED,
            rank=rank_of(_KINDS[kind]),
            time_zone=lead.time_zone,
            due_at=due_at,
            not_before=opening_in(lead.time_zone, due_at) or due_at,
        )
    )
    _activity.record(
        "follow_up_promised",
        by=by.id,
        lead=lead.id,
        call=call_id,
        follow_up=follow_up.id,
        due_at=due_at.isoformat(),
        time_zone=lead.time_zone,
        said=said,
    )
    _outbox.publish(_outbox.to_user(by.id), _outbox.QUEUE_CHANGED)
    return follow_up


def _require_future(due_at: datetime) -> None:
    now = clock.now()
    if due_at <= now:
        raise RuleViolation(N_("That moment has passed. Agree a later one."), field="due")
    if due_at > now + MAX_AHEAD:
        raise RuleViolation(N_("That is more than two years away. Check the date."), field="due")


def move_promise(follow_up: FollowUp, *, due_at: datetime, said: str, by: User) -> None:
    """They asked for another moment: the promise waits for its owner again, and remembers this one.

    Raises ``RuleViolation`` for a moment that cannot be, for a promise that is closed, and while
    its call lies on a colleague's desk.
    """
    _require_future(due_at)
    before = follow_up.due_at
    _require_open_and_free(follow_up, by)
    follow_up.move(due_at, said=said[:80], at=clock.now(), by_id=by.id)
    if item := follow_up.queue_item:
        item.schedule(due_at, waits_for=WaitsFor.AGREED)
        item.not_before = opening_in(follow_up.time_zone, due_at) or due_at
        if item.owner_id is not None:
            item.pool = pool_of(owner_id=item.owner_id, team_id=None, promotion_id=None)
    _activity.record(
        "follow_up_moved",
        by=by.id,
        lead=follow_up.lead_id,
        follow_up=follow_up.id,
        was=before.isoformat(),
        due_at=due_at.isoformat(),
        time_zone=follow_up.time_zone,
    )
    _tell_changed(follow_up)
    db.session.commit()
    log.info("follow_up_moved", follow_up_id=follow_up.id)


def close_promise(follow_up: FollowUp, *, reason: str, by: User) -> None:
    """Close a promise that needs no call any more.

    Raises ``RuleViolation`` without a reason, and while its call lies on a colleague's desk.
    """
    if not reason.strip():
        raise RuleViolation(N_("Say why this promise needs no call."), field="reason")
    if not follow_up.is_open:
        return
    _require_open_and_free(follow_up, by)
    now = clock.now()
    follow_up.close(at=now, by_id=by.id, reason=reason.strip()[:200])
    if (item := follow_up.queue_item) and item.state is not QueueState.DONE:
        item.cancel(now)
    _activity.record(
        "follow_up_closed", by=by.id, lead=follow_up.lead_id, follow_up=follow_up.id, reason=reason
    )
    _tell_changed(follow_up)
    db.session.commit()
    log.info("follow_up_closed", follow_up_id=follow_up.id)


def _tell_changed(follow_up: FollowUp) -> None:
    """Its owner, and the team that it was offered to."""
    _outbox.publish(_outbox.to_user(follow_up.owner_id), _outbox.QUEUE_CHANGED)
    if follow_up.offered_at is not None and follow_up.owner.team_id is not None:
        _outbox.publish(_outbox.to_team(follow_up.owner.team_id), _outbox.QUEUE_CHANGED)


def _require_open_and_free(follow_up: FollowUp, by: User) -> None:
    """Locks the item, so that nobody takes it up meanwhile; one kept for a desk is let go."""
    if not follow_up.is_open:
        raise RuleViolation(N_("This promise is closed already. Nothing was changed."))
    if (item := follow_up.queue_item) is None:
        return
    db.session.refresh(item, with_for_update={"of": QueueItem})
    if kept_leads.let_go(item) or item.state is not QueueState.CLAIMED:
        return
    if item.claimed_by_id != by.id:
        raise RuleViolation(N_("A colleague has this call on their desk. Speak to them first."))
    if find_queue.find_unsettled_call(by) is not None:
        raise RuleViolation(N_("Settle the call first: say there when to call again."))


def notice_due(*, limit: int = 500) -> int:
    """Tell owners of promises that have just come due; returns how many. For the scheduler.

    The rows are locked where the database can, and marked in the transaction that tells: a promise
    is announced once, whatever is killed in between.
    """
    now = clock.now()
    due = find.becoming_due(now).limit(limit).with_for_update(skip_locked=True, of=FollowUp)
    promises = db.session.scalars(due).all()
    for follow_up in promises:
        follow_up.noticed_at = now
        _outbox.publish(
            _outbox.to_user(follow_up.owner_id),
            _outbox.FOLLOW_UP_DUE,
            follow_up=follow_up.id,
            lead=follow_up.lead_id,
        )
    db.session.commit()
    if promises:
        log.info("follow_ups_due", count=len(promises))
    return len(promises)
