"""Passing a lead on to a colleague or another team, and putting one on top of a queue."""

from uuid import uuid4

import structlog
from sqlalchemy import select

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import (
    TOP_RANK,
    QueueKind,
    QueueState,
    WaitsFor,
    is_held,
    pool_of,
    rank_of,
)
from leadtracker.models import Lead, QueueItem, Team, User
from leadtracker.queries import assignments as find
from leadtracker.services import _activity, assignments, kept_leads, queue
from leadtracker.services.assignments import MAX_NOTE, Moved
from leadtracker.services.calling_hours import opening_in

log = structlog.get_logger()


def hand_over(lead: Lead, *, to: User | Team, note: str, by: User) -> Moved:
    """Pass the lead on, with what its new owner must know; it leaves the desk it lies on.

    A promise stays the promise it is and moves; a promotion's lead on one's own desk comes back as
    a hand-over, which takes the place of its promotion's turn. One merely kept for a desk is let
    go. Raises ``RuleViolation`` without a note, during a call on it, when an outcome is owed, or
    when it lies on somebody else's desk.
    """
    if not note.strip():
        raise RuleViolation(N_("Say what they should know."), field="note")
    if isinstance(to, User) and not to.is_active:
        raise RuleViolation(N_("%(name)s does not work here any more."), field="to", name=to.name)
    _lock(lead)
    items = find.open_items_of(lead)
    _require_free(items, but=by)
    mine = next((item for item in items if item.state is QueueState.CLAIMED), None)
    if mine is not None:
        queue.require_on_desk(mine, by)
        mine.release()
        db.session.flush()
    moved = _pass_on(lead, items, mine, to=to, note=note, by=by)
    db.session.commit()
    log.info("lead_handed_over", lead_id=lead.id)
    return moved


def _pass_on(
    lead: Lead,
    items: list[QueueItem],
    mine: QueueItem | None,
    *,
    to: User | Team,
    note: str,
    by: User,
) -> Moved:
    known = [item for item in items if item.kind is QueueKind.HAND_OVER]
    movable = mine if mine is not None and mine.kind is not QueueKind.PROMOTION else None
    if item := movable or next(iter(known), None):
        return assignments.move_each([(item, to)], by=by, note=note)
    return _new_item(lead, to=to, note=note, by=by, instead_of=mine)


def put_on_top(lead: Lead, *, to: User | Team, by: User, note: str = "") -> Moved:
    """Have the lead called next, by one person or by whoever of a team is first.

    Its waiting promotion item goes above all other promotions, and its rest between two tries is
    cut short; calling hours stay. Without one it becomes a hand-over. Raises ``RuleViolation``
    while it lies on somebody's desk, and when its promotions may not call it now.
    """
    _lock(lead)
    items = find.open_items_of(lead)
    _require_free(items, but=None)
    item = _best_turn(items)
    handed = next((item for item in items if item.kind is QueueKind.HAND_OVER), None)
    if handed is not None:
        moved = assignments.move_each([(handed, to)], by=by, note=note)
    elif item is None:
        moved = _new_item(lead, to=to, note=note, by=by)
    else:
        moved = _raise(item, to=to, note=note, by=by)
    db.session.commit()
    log.info("lead_put_on_top", lead_id=lead.id)
    return moved


def _best_turn(items: list[QueueItem]) -> QueueItem | None:
    """The best promotion item that may be called; a held one only when there is no other."""
    turns = [item for item in items if item.kind is QueueKind.PROMOTION]
    return min(turns, key=lambda item: is_held(item.pool), default=None)


def _raise(item: QueueItem, *, to: User | Team, note: str, by: User) -> Moved:
    assignments.require_not_held(item)
    batch, now = str(uuid4()), clock.now()
    opens_at = opening_in(item.time_zone, now) or now
    state = QueueState.READY if opens_at <= now else QueueState.SCHEDULED
    changes = {
        "rank": TOP_RANK,
        "not_before": opens_at,
        "state": state,
        "waits_for": WaitsFor.HOURS,
    }
    if not assignments.move(item, to, batch=batch, by=by, note=note, **changes):
        raise RuleViolation(N_("A colleague has just taken this one."))
    return Moved(batch, 1)


def _new_item(
    lead: Lead, *, to: User | Team, note: str, by: User, instead_of: QueueItem | None = None
) -> Moved:
    now = clock.now()
    opens_at = opening_in(lead.time_zone, now) or now
    owner_id = to.id if isinstance(to, User) else None
    team_id = lead.team_id if isinstance(to, User) else to.id
    item = QueueItem(
        kind=QueueKind.HAND_OVER,
        lead_id=lead.id,
        promotion_id=instead_of.promotion_id if instead_of else None,
        owner_id=owner_id,
        team_id=team_id,
        pool=pool_of(owner_id=owner_id, team_id=team_id, promotion_id=None),
        state=QueueState.READY if opens_at <= now else QueueState.SCHEDULED,
        waits_for=WaitsFor.HOURS,
        rank=rank_of(QueueKind.HAND_OVER),
        time_zone=lead.time_zone,
        due_at=now,
        not_before=opens_at,
        note=note.strip()[:MAX_NOTE],
        handed_by_id=by.id,
    )
    db.session.add(item)
    db.session.flush()
    step = assignments.assignment_of(item, to, batch=str(uuid4()), by=by, is_new=True)
    db.session.add(step)
    if instead_of is not None:
        instead_of.cancel(now)
        step.replaced_id = instead_of.id
    _activity.record(
        "lead_handed_over", by=by.id, lead=lead.id, item=item.id, to=to.name, note=item.note
    )
    assignments.tell_pools({item.pool, instead_of.pool if instead_of else ""})
    return Moved(step.batch, 1)


def _lock(lead: Lead) -> None:
    """Two people who pass on the same lead wait for each other here."""
    db.session.execute(select(Lead.id).where(Lead.id == lead.id).with_for_update(key_share=True))


def _require_free(items: list[QueueItem], *, but: User | None) -> None:
    for item in items:
        if kept_leads.let_go(item):
            continue
        if item.state is QueueState.CLAIMED and (but is None or item.claimed_by_id != but.id):
            raise RuleViolation(
                N_("It is on %(name)s’s desk right now."), name=item.claimed_by.first_name
            )
