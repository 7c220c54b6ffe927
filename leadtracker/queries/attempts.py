"""Tries: how many were made, and who else waits for the same lead."""

from datetime import datetime, time, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, literal, select

from leadtracker.db import Instant, db
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import Call, Lead, Outcome, Promotion, QueueItem
from leadtracker.models.outcome import OutcomeCategory

_DAY = timedelta(days=1)


def count_tries_on(item: QueueItem, moment: datetime) -> int:
    """Calls made for the item on the calendar day of ``moment``, in the zone it is given in."""
    midnight = datetime.combine(moment.date(), time(), moment.tzinfo)
    next_midnight = datetime.combine(moment.date() + _DAY, time(), moment.tzinfo)
    which = {"lead": item.lead_id, "item": item.id, "since": midnight, "until": next_midnight}
    return db.session.scalar(_tries_between(), which)


@cache
def _tries_between() -> Select:
    return select(func.count()).where(
        Call.lead_id == bindparam("lead"),
        Call.queue_item_id == bindparam("item"),
        Call.started_at >= bindparam("since", type_=Instant()),
        Call.started_at < bindparam("until", type_=Instant()),
    )


def other_promotions_of(call: Call) -> list[Promotion]:
    """Promotions other than the call's own in which its lead waits to be called."""
    which = {"lead": call.lead_id, "but": call.promotion_id}
    return list(db.session.scalars(_other_promotions(), which))


@cache
def _other_promotions() -> Select:
    return (
        select(Promotion)
        .join(QueueItem, QueueItem.promotion_id == Promotion.id)
        .where(
            QueueItem.lead_id == bindparam("lead"),
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.state.in_((QueueState.READY, QueueState.SCHEDULED)),
            Promotion.id.is_distinct_from(bindparam("but", type_=Integer)),
        )
    )


def with_rest(leads: Select, promotion: Promotion, now: datetime) -> Select:
    """``leads`` with ``rested_at``: when each has rested from other promotions' calls.

    It is ``now`` for a lead that has rested or needs no rest by ``promotion``'s rules. Days are
    counted from ``now`` and rounded up, which both databases do alike.
    """
    rests = {reached: promotion.rules.rests_after(reached=reached) for reached in (True, False)}
    calls = {
        reached: _last_call_elsewhere(promotion, now - rest, reached=reached).label(
            f"last_call_{reached:d}"
        )
        for reached, rest in rests.items()
        if rest
    }
    called = leads.add_columns(*calls.values()).subquery()
    rested_at = literal(now, Instant())
    for reached, column in calls.items():
        at = _rested(called.c[column.name], rests[reached].days, now)
        rested_at = case((at > rested_at, at), else_=rested_at)
    kept = [called.c[column.name] for column in leads.selected_columns]
    return select(*kept, rested_at.label("rested_at"))


def _last_call_elsewhere(
    promotion: Promotion, since: datetime, *, reached: bool
) -> ColumnElement[datetime]:
    missed = Outcome.category == OutcomeCategory.NOT_REACHED
    return (
        select(func.max(Call.started_at))
        .join(Outcome, Outcome.id == Call.outcome_id)
        .where(
            Call.lead_id == Lead.id,
            Call.started_at > since,
            Call.promotion_id.is_distinct_from(promotion.id),
            ~missed if reached else missed,
        )
        .correlate(Lead)
        .scalar_subquery()
    )


def _rested(last_call: ColumnElement, days: int, now: datetime) -> ColumnElement[datetime]:
    return case(
        *(
            (
                last_call > literal(now - ago * _DAY, Instant()),
                literal(now + (days - ago + 1) * _DAY, Instant()),
            )
            for ago in range(1, days + 1)
        ),
        else_=literal(now, Instant()),
    )
