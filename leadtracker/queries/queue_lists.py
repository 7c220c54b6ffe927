"""The queue as a list: what may be called now, what opens next, how much there is and why it waits.

Every pool is read no deeper than a page, or counted no further than ``COUNT_CAP``, so that it costs
the same whatever the queue holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor
from leadtracker.models import FollowUp, Lead, Promotion, QueueItem, User
from leadtracker.queries.queue import heads

#: Counts stop here and are shown as "1,000+": nobody works off more in a day.
COUNT_CAP = 1000


@dataclass(frozen=True)
class WaitingCause:
    """Why some leads cannot be called now: how many, and when the next of them opens."""

    waits_for: WaitsFor
    count: int
    next_at: datetime


def next_items(
    pools: Sequence[str], *, kind: QueueKind | None = None, ready: int = 30, waiting: int = 10
) -> tuple[list[QueueItem], list[QueueItem]]:
    """The queue as a list: so many ready items, best first, and so many that open next.

    Each with what a row shows.
    """
    given = {"most": waiting} | {f"pool_{place}": pool for place, pool in enumerate(pools)}
    openings = db.session.execute(_openings_of(len(pools)), given).all()
    soonest = sorted(openings, key=lambda row: (row.not_before, row.id))[:waiting]
    best = [item_id for _rank, _due_at, item_id, _pool in heads(pools, ready, kind)[:ready]]
    items = _items_by_id([*best, *(row.id for row in soonest)])
    return (
        [items[item_id] for item_id in best if item_id in items],
        [items[row.id] for row in soonest if row.id in items],
    )


def _items_by_id(ids: Sequence[int]) -> dict[int, QueueItem]:
    if not ids:
        return {}
    stmt = select(QueueItem).where(QueueItem.id.in_(ids)).options(*_row_options())
    return {item.id: item for item in db.session.scalars(stmt)}


@cache
def _openings_of(count: int) -> CompoundSelect:
    heads = [
        select(QueueItem.id, QueueItem.not_before)
        .where(
            QueueItem.pool == bindparam(f"pool_{place}"), QueueItem.state == QueueState.SCHEDULED
        )
        .order_by(QueueItem.not_before)
        .limit(bindparam("most", type_=Integer))
        .subquery()
        for place in range(count)
    ]
    return union_all(*(select(head) for head in heads))


@cache
def _row_options() -> tuple:
    """What a row of the list shows, and no column more: thirty of them stand on every desk."""
    lead = joinedload(QueueItem.lead)
    follow_up = joinedload(QueueItem.follow_up)
    return (
        lead.load_only(Lead.company, Lead.contact_name, Lead.city, Lead.time_zone),
        joinedload(QueueItem.promotion).load_only(Promotion.name),
        follow_up.load_only(FollowUp.note, FollowUp.owner_id),
        follow_up.joinedload(FollowUp.owner).load_only(User.name),
        joinedload(QueueItem.handed_by).load_only(User.name),
    )


def count_by_kind(pools: Sequence[str]) -> dict[QueueKind | None, int]:
    """How many are ready per reason, and under None how many wait.

    Each pool is counted up to ``COUNT_CAP``, so that it costs the same whatever the queue holds.
    """
    given = {f"pool_{place}": pool for place, pool in enumerate(pools)}
    rows = db.session.execute(_counts_of(len(pools)), given)
    return {kind and QueueKind(kind): count for kind, count in rows}


@cache
def _counts_of(count: int) -> Select:
    parts = []
    for place in range(count):
        of_pool = QueueItem.pool == bindparam(f"pool_{place}")
        ready = select(QueueItem.kind).where(of_pool, QueueItem.state == QueueState.READY)
        waiting = select(null().cast(String).label("kind")).where(
            of_pool, QueueItem.state == QueueState.SCHEDULED
        )
        parts += [ready.limit(COUNT_CAP).subquery(), waiting.limit(COUNT_CAP).subquery()]
    every = union_all(*(select(part.c.kind.cast(String).label("kind")) for part in parts))
    rows = every.subquery()
    return select(rows.c.kind, func.count()).group_by(rows.c.kind)


def waiting_causes(pools: Sequence[str]) -> list[WaitingCause]:
    """Why the rest waits, most first; the counts add up to all that waits."""
    rows = db.session.execute(
        select(QueueItem.waits_for, func.count(), func.min(QueueItem.not_before))
        .where(QueueItem.pool.in_(pools), QueueItem.state == QueueState.SCHEDULED)
        .group_by(QueueItem.waits_for)
        .order_by(func.count().desc(), QueueItem.waits_for)
    )
    return [WaitingCause(*row) for row in rows]
