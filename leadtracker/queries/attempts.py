"""Tries: how many were made, and who else waits for the same lead."""

from datetime import datetime, time, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
)

from leadtracker.db import Instant, db
from leadtracker.domain.calls import LegRole
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import Call, CallLeg, Lead, Outcome, Promotion, QueueItem
from leadtracker.models.outcome import LONGEST_REST, Consequence, OutcomeCategory
from leadtracker.queries.later import later

_DAY = timedelta(days=1)


def count_tries_on(item: QueueItem, moment: datetime) -> int:
    """Calls that rang the lead for the item on the day of ``moment``, in the zone it is given in.

    One in which only the coordinator's own line rang is no try, nor is a dial that its coordinator
    took back. A wrap-up that a team lead cleared did ring the lead, and is one.
    """
    midnight = datetime.combine(moment.date(), time(), moment.tzinfo)
    next_midnight = datetime.combine(moment.date() + _DAY, time(), moment.tzinfo)
    which = {"lead": item.lead_id, "item": item.id, "since": midnight, "until": next_midnight}
    return db.session.scalar(_tries_between(), which)


@cache
def _tries_between() -> Select:
    # Nobody clears their own wrap-up, so what somebody waived for themselves they took back.
    not_taken_back = Call.waived_by_id.is_distinct_from(Call.user_id)
    return (
        select(func.count())
        .select_from(Call)
        .join(CallLeg, and_(CallLeg.call_id == Call.id, CallLeg.role == LegRole.LEAD))
        .where(
            Call.lead_id == bindparam("lead"),
            Call.queue_item_id == bindparam("item"),
            Call.started_at >= bindparam("since", type_=Instant()),
            Call.started_at < bindparam("until", type_=Instant()),
            CallLeg.provider_id.is_not(None),
            not_taken_back,
        )
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
    """``leads`` with ``rested_at``: when each has rested from the calls it had.

    Other promotions' calls count by ``promotion``'s rules, an outcome that closed the lead for the
    rest it gives. It is ``now`` for a lead that has rested or needs no rest.
    """
    called = leads.add_columns(_rested_at(promotion, now).label("rested_at")).subquery()
    kept = [called.c[column.name] for column in leads.selected_columns]
    present = literal(now, Instant())
    rested_at = case((called.c.rested_at > present, called.c.rested_at), else_=present)
    return select(*kept, rested_at.label("rested_at"))


def _rested_at(promotion: Promotion, now: datetime) -> ColumnElement[datetime]:
    """``AttemptRules.rests_after`` of every call a lead had, the last rest to end."""
    return (
        select(func.max(later(Call.ended_at, _rest_seconds(promotion))))
        .join(Outcome, Outcome.id == Call.outcome_id)
        .where(Call.lead_id == Lead.id, Call.started_at > now - LONGEST_REST - _DAY)
        .correlate(Lead)
        .scalar_subquery()
    )


def _rest_seconds(promotion: Promotion) -> ColumnElement[int]:
    missed = Outcome.category == OutcomeCategory.NOT_REACHED
    seconds = {
        reached: int(promotion.rules.rests_after(reached=reached).total_seconds())
        for reached in (True, False)
    }
    by_rule = case(
        (Call.promotion_id == promotion.id, 0), (missed, seconds[False]), else_=seconds[True]
    )
    closes = Outcome.consequence == Consequence.CLOSE
    owed = case((closes, func.coalesce(Outcome.retry_after_seconds, 0)), else_=0)
    return case((owed > by_rule, owed), else_=by_rule)
