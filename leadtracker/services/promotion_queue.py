"""A promotion's leads in the queue: put there, parked for the night, held back, given up.

Each step is one statement over all its rows, whatever their number. A promotion that rests keeps
its items, with their tries: they move to a pool of its own that nobody draws from
(``domain.queue.held_pool_of``) and move back when it goes on. What is on a desk at that moment may
be finished there. Promised callbacks lie in their owners' pools and are kept whatever happens.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfoNotFoundError

import structlog
from sqlalchemy import and_, case, insert, literal, null, select, update

from leadtracker.db import Instant, db, reading
from leadtracker.domain import clock
from leadtracker.domain.queue import (
    OPEN_STATES,
    TOP_RANK,
    QueueKind,
    QueueState,
    WaitsFor,
    held_pool_of,
    pool_of,
)
from leadtracker.models import Lead, Promotion, QueueItem, User
from leadtracker.queries import attempts as find_attempts
from leadtracker.queries import audiences as find
from leadtracker.queries import pools
from leadtracker.queries import promotions as find_promotions
from leadtracker.services import _outbox
from leadtracker.services.calling_hours import opening_in

log = structlog.get_logger()

_COLUMNS = (
    "kind", "lead_id", "promotion_id", "team_id", "pool", "state", "rank", "time_zone",
    "due_at", "not_before", "waits_for", "attempts", "round", "created_at",
)  # fmt: skip


def openings(zones: Sequence[str], *, starts_on=None) -> dict[str, datetime]:
    """When each zone's leads may first be called: now, or later, and never before ``starts_on``."""
    now = clock.now()
    found = {}
    for zone in zones:
        if zone and (at := opening_in(zone, _not_before_day(starts_on, zone, now))):
            found[zone] = at
    return found


def _not_before_day(day, zone: str, now: datetime) -> datetime:
    if day is None:
        return now
    try:
        return max(now, datetime.combine(day, time.min, clock.zone(zone)).astimezone(now.tzinfo))
    except ZoneInfoNotFoundError:
        return now


def add_leads(promotion: Promotion) -> int:
    """Queue every lead of the list that may be called and is not queued yet; returns how many.

    In the caller's transaction. Leads whose zone is open are ready, the others wait for it to open,
    and those that another promotion called lately until they have rested.
    """
    db.session.execute(select(Promotion.id).where(Promotion.id == promotion.id).with_for_update())
    opening = openings(find.zones_of_unqueued(promotion), starts_on=promotion.starts_on)
    if not opening:
        return 0
    items = insert(QueueItem).from_select(_COLUMNS, _new_items(promotion, opening))
    added = db.session.execute(items, execution_options={"preserve_rowcount": True}).rowcount
    if added:
        _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
    return added


def _new_items(promotion: Promotion, opening: Mapping[str, datetime]):
    now = clock.now()
    present = literal(now, Instant())
    leads = find.unqueued_leads(promotion).where(Lead.time_zone.in_(opening))
    leads = find_attempts.with_rest(leads, promotion, now).subquery()
    opens_at = case(
        {zone: literal(at, Instant()) for zone, at in opening.items()},
        value=leads.c.time_zone,
        else_=present,
    )
    rests = and_(leads.c.rested_at > present, leads.c.rested_at > opens_at)
    from_then_on = case((rests, leads.c.rested_at), else_=opens_at)
    is_open = from_then_on <= present
    return select(
        literal(QueueKind.PROMOTION.value),
        leads.c.id,
        literal(promotion.id),
        leads.c.team_id,
        _pool(promotion, leads.c.team_id),
        case((is_open, QueueState.READY.value), else_=QueueState.SCHEDULED.value),
        literal(promotion.rank),
        leads.c.time_zone,
        opens_at,
        from_then_on,
        case((rests, WaitsFor.COOL_DOWN.value), else_=WaitsFor.HOURS.value),
        literal(0),
        literal(1),
        present,
    ).order_by(leads.c.id)


def _pool(promotion: Promotion, team_id):
    """``domain.queue.pool_of`` in SQL, and the held pool for whatever may not be called now."""
    held = held_pool_of(promotion.id)
    if not promotion.is_live:
        return literal(held)
    named = [team.id for team in promotion.teams]
    open_pool = pool_of(owner_id=None, team_id=None, promotion_id=promotion.id)
    theirs = team_id.in_(named) if named else team_id.is_not(null())
    return case((team_id.is_(None), open_pool), (theirs, pools.team_pool(team_id)), else_=held)


def _pool_of_item(promotion: Promotion):
    """Where an item goes that may have been dealt or given to somebody: it stays theirs."""
    pool = _pool(promotion, Lead.team_id)
    owner = pools.own_pool(QueueItem.owner_id)
    is_held = pool == held_pool_of(promotion.id)
    return case((QueueItem.owner_id.is_(None) | is_held, pool), else_=owner)


def place_items(promotion: Promotion, *, only: QueueItem | None = None) -> None:
    """Lay the promotion's open items where its state, its teams and its priority want them.

    In the caller's transaction: after a launch, pause, end, and after a change of teams; ``only``
    one that comes back to the queue. What a team lead put on top stays there.
    """
    team_of_lead = (
        select(_pool_of_item(promotion)).where(Lead.id == QueueItem.lead_id).scalar_subquery()
    )
    placed = _open_items(promotion)
    if only is not None:
        placed = placed.where(QueueItem.id == only.id)
    db.session.execute(
        placed.values(
            pool=team_of_lead,
            rank=case((QueueItem.rank == TOP_RANK, TOP_RANK), else_=promotion.rank),
        ).execution_options(synchronize_session=False)
    )
    _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)


def take_from(user: User) -> int:
    """In the caller's transaction: what was dealt or given to ``user`` is nobody's own any more.

    It goes where its promotion wants it: what is held stays held. Returns how many items.
    """
    taken = 0
    for promotion in find_promotions.promotions_with_items_of(user):
        place = select(_pool(promotion, Lead.team_id)).where(Lead.id == QueueItem.lead_id)
        taken += db.session.execute(
            _open_items(promotion)
            .where(QueueItem.owner_id == user.id)
            .values(owner_id=null(), pool=place.scalar_subquery())
            .execution_options(synchronize_session=False)
        ).rowcount
    return taken


def cancel_items(promotion: Promotion) -> None:
    """Give up what waits; what is on a desk is finished there and then goes nowhere."""
    place_items(promotion)
    db.session.execute(
        _open_items(promotion)
        .where((QueueItem.state != QueueState.CLAIMED) | QueueItem.is_next)
        .values(state=QueueState.CANCELLED, closed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _open_items(promotion: Promotion):
    return update(QueueItem).where(
        QueueItem.promotion_id == promotion.id,
        QueueItem.kind == QueueKind.PROMOTION,
        QueueItem.state.in_(OPEN_STATES),
    )


def enqueue_new_members(promotion: Promotion) -> int:
    """Queue leads that came onto a live promotion's list after its launch; returns how many."""
    if not promotion.is_live:
        return 0
    added = add_leads(promotion)
    if added:
        _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=promotion.id)
        log.info("leads_enqueued", promotion_id=promotion.id, count=added)
    db.session.commit()
    return added


def enqueue_list(list_id: int) -> int:
    """:func:`enqueue_new_members` for every live promotion of a list: after an import into it."""
    return sum(enqueue_new_members(one) for one in find_promotions.live_promotions_of(list_id))


def enqueue_all_new_members() -> int:
    """:func:`enqueue_new_members` for every live promotion. For the scheduler, each minute.

    Whether there is anything to do is looked up without the write lock.
    """
    with reading():
        behind = [one for one in find_promotions.live_promotions() if find.zones_of_unqueued(one)]
        ids = [promotion.id for promotion in behind]
        db.session.commit()
    return sum(enqueue_new_members(db.session.get(Promotion, one)) for one in ids)
