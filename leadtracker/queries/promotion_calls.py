"""What came of a promotion's calls: by outcome, and by the person who made them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select

from leadtracker.db import db
from leadtracker.models import Call, Order, Outcome, User
from leadtracker.models.outcome import OutcomeCategory

#: Somebody spoke to whoever decides, whatever came of it.
_CONVERSATIONS = (OutcomeCategory.REACHED, OutcomeCategory.SUCCESS)


@dataclass(frozen=True)
class OutcomeCount:
    """How often calls ended in one way."""

    code: str
    label: str
    category: OutcomeCategory
    count: int


@dataclass(frozen=True)
class PersonCalls:
    """One person's calls for a promotion; seconds are the average of their conversations."""

    person: User
    leads: int = 0
    calls: int = 0
    conversations: int = 0
    talk_seconds: int = 0
    orders: int = 0
    revenue_minor: int = 0


def outcome_counts(promotion_id: int) -> list[OutcomeCount]:
    """Settled calls by outcome, in the order of the keys."""
    rows = db.session.execute(
        select(Outcome.code, Outcome.label, Outcome.category, func.count())
        .join(Call, Call.outcome_id == Outcome.id)
        .where(Call.promotion_id == promotion_id)
        .group_by(Outcome.id, Outcome.key, Outcome.code, Outcome.label, Outcome.category)
        .order_by(Outcome.key)
    )
    return [
        OutcomeCount(code, label, OutcomeCategory(kind), count) for code, label, kind, count in rows
    ]


def leads_called(promotion_id: int) -> int:
    """How many of its leads were called at least once."""
    return db.session.scalar(
        select(func.count(distinct(Call.lead_id))).where(Call.promotion_id == promotion_id)
    )


def person_calls(promotion_id: int) -> list[PersonCalls]:
    """Everybody who called or sold for a promotion, most orders first."""
    calls = _calls_by_person(promotion_id)
    orders = _orders_by_person(promotion_id)
    people = _people(calls.keys() | orders.keys())
    found = [
        PersonCalls(person, *calls.get(person.id, (0, 0, 0, 0)), *orders.get(person.id, (0, 0)))
        for person in people
    ]
    return sorted(found, key=lambda one: (-one.orders, -one.conversations, one.person.name))


def _calls_by_person(promotion_id: int) -> dict[int, tuple[int, int, int, int]]:
    reached = case((Outcome.category.in_(_CONVERSATIONS), 1), else_=0)
    talk = func.sum(case((Outcome.category.in_(_CONVERSATIONS), Call.talk_seconds), else_=0))
    rows = db.session.execute(
        select(
            Call.user_id, func.count(distinct(Call.lead_id)), func.count(), func.sum(reached), talk
        )
        .outerjoin(Outcome, Outcome.id == Call.outcome_id)
        .where(Call.promotion_id == promotion_id)
        .group_by(Call.user_id)
    )
    return {
        user_id: (leads, calls, int(spoken), round(int(seconds) / spoken) if spoken else 0)
        for user_id, leads, calls, spoken, seconds in rows
    }


def _orders_by_person(promotion_id: int) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        select(Order.user_id, func.count(), func.sum(Order.total_minor))
        .where(Order.promotion_id == promotion_id, Order.cancelled_at.is_(None))
        .group_by(Order.user_id)
    )
    return {user_id: (orders, int(minor)) for user_id, orders, minor in rows}


def _people(ids) -> Sequence[User]:
    return db.session.scalars(select(User).where(User.id.in_(ids))).all()
