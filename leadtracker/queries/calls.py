"""Calls: looked up for the desk, the webhooks and the poller."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.domain.calls import FINAL_STATUSES
from leadtracker.models import Call, CallLeg, Order, Outcome, User
from leadtracker.models.outcome import OutcomeCategory


def find_call_by_request(request_id: str) -> Call | None:
    return db.session.scalar(select(Call).where(Call.request_id == request_id))


def find_call(call_id: int) -> Call | None:
    """A call with its legs, as they are in the database now."""
    return db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(selectinload(Call.legs))
        .execution_options(populate_existing=True)
    )


def find_call_of(user: User, call_id: int) -> Call | None:
    """A call of that person, with what settling it touches."""
    return db.session.scalar(_call_of(), {"call": call_id, "desk": user.id})


@cache
def _call_of() -> Select:
    return (
        select(Call)
        .where(Call.id == bindparam("call"), Call.user_id == bindparam("desk"))
        .options(selectinload(Call.legs), joinedload(Call.lead), joinedload(Call.queue_item))
    )


def open_lines_of_ended(call_id: int) -> dict[int, str]:
    """What is still open of a call that is over: the provider's name of each leg, by its id."""
    rows = db.session.execute(
        select(CallLeg.id, CallLeg.provider_id)
        .join(CallLeg.call)
        .where(
            CallLeg.call_id == call_id,
            CallLeg.provider_id.is_not(None),
            CallLeg.status.not_in(FINAL_STATUSES),
            Call.ended_at.is_not(None),
        )
        .order_by(CallLeg.id)
    )
    return dict(rows.tuples().all())


def known_provider_ids(among: Collection[str]) -> set[str]:
    """Those of the provider's ids that belong to a leg of ours."""
    stmt = select(CallLeg.provider_id).where(CallLeg.provider_id.in_(among))
    return set(db.session.scalars(stmt))


def next_ringing_of(number: str, *, after: int) -> datetime | None:
    """When the first leg to ``number`` after that one was asked for; None when there is none."""
    stmt = select(func.min(CallLeg.created_at)).where(CallLeg.id > after, CallLeg.to_e164 == number)
    return db.session.scalar(stmt)


def unfinished_calls() -> Select:
    """Calls that have not ended, oldest first: the poller's work."""
    return (
        select(Call)
        .where(Call.ended_at.is_(None))
        .order_by(Call.started_at)
        .options(selectinload(Call.legs))
    )


def calls_with_open_lines() -> Select:
    """Calls of which a line is still open as far as we know, whether they have ended or not."""
    open_lines = select(CallLeg.call_id).where(CallLeg.status.not_in(FINAL_STATUSES))
    return (
        select(Call)
        .where(Call.id.in_(open_lines))
        .order_by(Call.started_at)
        .options(selectinload(Call.legs))
    )


def day_totals(user: User, since: datetime, until: datetime | None = None) -> dict[str, int]:
    """What the user did since then: calls that rang a lead, leads reached, orders, sales.

    A lead is reached when the call's outcome says somebody was spoken to.
    """
    reached = Outcome.category != OutcomeCategory.NOT_REACHED
    called, placed = [Call.started_at >= since], [Order.placed_at >= since]
    if until is not None:
        called.append(Call.started_at < until)
        placed.append(Order.placed_at < until)
    calls, spoken = db.session.execute(
        select(func.count(Call.id), func.count(Call.id).filter(reached))
        .outerjoin(Outcome, Outcome.id == Call.outcome_id)
        .where(Call.user_id == user.id, *called)
    ).one()
    orders, sales = db.session.execute(
        select(func.count(Order.id), func.coalesce(func.sum(Order.total_minor), 0)).where(
            Order.user_id == user.id, Order.cancelled_at.is_(None), *placed
        )
    ).one()
    return {"calls": calls, "reached": spoken, "orders": orders, "sales_minor": sales}
