"""What the director's board counts. One statement a question, whatever the number of promotions."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import func, select

from leadtracker.db import db
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import OPEN_STATES, QueueKind, QueueState, held_pool_of
from leadtracker.models import Order, QueueItem, User
from leadtracker.queries.local_days import day_starts, local_day


@dataclass(frozen=True)
class Sales:
    """Orders that stand, by their local day, and what they are worth in minor units."""

    by_day: dict[date, int] = field(default_factory=dict)
    revenue_minor: int = 0

    @property
    def orders(self) -> int:
        return sum(self.by_day.values())


@dataclass(frozen=True)
class Supply:
    """A promotion's leads: all that were queued, those still to be called, those that are held."""

    total: int = 0
    open: int = 0
    held: int = 0


def sales_of(
    promotion_ids: Collection[int], zone: tzinfo, first: date, last: date
) -> dict[int, Sales]:
    """Orders of each promotion from ``first`` to ``last``, both included, days as in ``zone``."""
    placed = (
        select(
            Order.promotion_id,
            local_day(Order.placed_at, zone, first, last).label("day"),
            Order.total_minor,
        )
        .where(
            Order.promotion_id.in_(promotion_ids),
            Order.cancelled_at.is_(None),
            Order.placed_at >= day_starts(first, zone),
            Order.placed_at < day_starts(last + timedelta(days=1), zone),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(placed.c.promotion_id, placed.c.day, func.count(), func.sum(placed.c.total_minor))
        .group_by(placed.c.promotion_id, placed.c.day)
        .order_by(placed.c.day)
    )
    days: dict[int, dict[date, int]] = defaultdict(dict)
    revenue: dict[int, int] = defaultdict(int)
    for promotion_id, day, orders, minor in rows:
        days[promotion_id][day] = orders
        revenue[promotion_id] += int(minor)
    return {key: Sales(days[key], revenue[key]) for key in days}


def supply_of(promotion_ids: Collection[int]) -> dict[int, Supply]:
    """How many leads each promotion has left; both counts are answered from an index alone."""
    rows = db.session.execute(
        select(QueueItem.promotion_id, QueueItem.state, func.count())
        .where(QueueItem.promotion_id.in_(promotion_ids), QueueItem.kind == QueueKind.PROMOTION)
        .group_by(QueueItem.promotion_id, QueueItem.state)
    )
    held, total, left = _held(promotion_ids), Counter(), Counter()
    for promotion_id, state, count in rows:
        total[promotion_id] += count
        left[promotion_id] += count if state in OPEN_STATES else 0
    return {key: Supply(total[key], left[key] - held[key], held[key]) for key in total}


def _held(promotion_ids: Collection[int]) -> Counter[int]:
    """Open items of each promotion that rest."""
    pools = {held_pool_of(promotion_id): promotion_id for promotion_id in promotion_ids}
    rows = db.session.execute(
        select(QueueItem.pool, func.count())
        .where(QueueItem.pool.in_(pools), QueueItem.state.in_(OPEN_STATES))
        .group_by(QueueItem.pool)
    )
    return Counter({pools[pool]: count for pool, count in rows})


def finished_since(promotion_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Leads of each promotion that were settled for good from ``since`` on."""
    rows = db.session.execute(
        select(QueueItem.promotion_id, func.count())
        .where(
            QueueItem.promotion_id.in_(promotion_ids),
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.state == QueueState.DONE,
            QueueItem.closed_at >= since,
        )
        .group_by(QueueItem.promotion_id)
    )
    return dict(rows.all())


def orders_by_person(promotion_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Orders that stand by promotion and person."""
    rows = db.session.execute(
        select(Order.promotion_id, Order.user_id, func.count())
        .where(Order.promotion_id.in_(promotion_ids), Order.cancelled_at.is_(None))
        .group_by(Order.promotion_id, Order.user_id)
    )
    return {(promotion_id, user_id): count for promotion_id, user_id, count in rows}


def coordinators() -> list[User]:
    """Everybody who calls, by name."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.role == Role.COORDINATOR, User.deactivated_at.is_(None))
            .order_by(User.name)
        )
    )
