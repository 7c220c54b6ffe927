"""Which promotions need calls most, and their items in that order.

A promotion's need is looked at every few minutes. When it has changed, its items get their new
rank lead by lead, a thousand in a transaction, so that nobody waits for the write lock however
long the list is. How far that has come stands on the promotion: whatever is killed in between, the
next run goes on from there.
"""

from collections.abc import Sequence

import structlog
from flask import current_app
from sqlalchemy import update

from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.floor_time import Moment
from leadtracker.domain.need import need_of
from leadtracker.domain.pace import RUN_RATE_DAYS, counts_by_working_day
from leadtracker.domain.queue import OPEN_STATES, TOP_RANK, QueueKind
from leadtracker.models import Promotion, QueueItem
from leadtracker.queries import board as find_sales
from leadtracker.queries import promotions as find
from leadtracker.services import _outbox

log = structlog.get_logger()


def assess(promotion: Promotion) -> None:
    """Set the promotion's need as it is now, in the caller's transaction: before its launch."""
    promotion.need = _needs_of([promotion])[promotion.id]


def refresh_needs() -> int:
    """Look at every live promotion again; returns how many need more or less than before.

    For the scheduler. It counts without the write lock, and writes only what has changed.
    """
    with reading():
        live = find.live_promotions()
        needs = _needs_of(live)
        changed = {one.id: needs[one.id] for one in live if one.need != needs[one.id]}
        db.session.commit()
    for promotion_id, need in changed.items():
        db.session.execute(
            update(Promotion)
            .where(Promotion.id == promotion_id)
            .values(need=need, reranked_lead_id=0)
            .execution_options(synchronize_session=False)
        )
    db.session.commit()
    if changed:
        log.info("needs_changed", promotions=len(changed))
    return len(changed)


def _needs_of(promotions: Sequence[Promotion]) -> dict[int, int]:
    if not promotions:
        return {}
    at = Moment(clock.now(), clock.zone(current_app.config["DEFAULT_TIME_ZONE"]))
    first = min(at.today, *(one.starts_on for one in promotions))
    sales = find_sales.sales_of([one.id for one in promotions], at.zone, first, at.today)
    return {one.id: _need(one, sales.get(one.id, find_sales.Sales()), at) for one in promotions}


def _need(promotion: Promotion, sales: find_sales.Sales, at: Moment) -> int:
    daily = counts_by_working_day(sales.by_day, promotion.began_on(at.zone), at.last_whole_day)
    days_left = at.days_left(promotion.starts_on, promotion.deadline_on)
    return need_of(promotion.target_orders, sales.orders, days_left, daily[-RUN_RATE_DAYS:])


def rank_items(*, limit: int = 1000) -> int:
    """Give the next ``limit`` leads of a promotion whose need has changed their new rank.

    Returns how many leads it got along by. For the scheduler. What a team lead put on top stays.
    """
    with reading():
        promotion_id = db.session.scalar(find.reranking().with_only_columns(Promotion.id))
        db.session.commit()
    if promotion_id is None:
        return 0
    promotion = db.session.get(Promotion, promotion_id, with_for_update=True)
    lead_ids = db.session.scalars(find.leads_to_rerank(promotion, limit)).all()
    if lead_ids:
        _give_rank(promotion, lead_ids[0], lead_ids[-1])
    promotion.reranked_lead_id = lead_ids[-1] if len(lead_ids) == limit else None
    if promotion.reranked_lead_id is None:
        _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
        log.info("items_reranked", promotion_id=promotion.id, rank=promotion.rank)
    db.session.commit()
    return len(lead_ids)


def _give_rank(promotion: Promotion, first: int, last: int) -> None:
    db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.promotion_id == promotion.id,
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.lead_id.between(first, last),
            QueueItem.state.in_(OPEN_STATES),
            QueueItem.rank.not_in((TOP_RANK, promotion.rank)),
        )
        .values(rank=promotion.rank)
        .execution_options(synchronize_session=False)
    )
