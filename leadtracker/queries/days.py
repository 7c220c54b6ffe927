"""A person's day: calls by the hour, and orders by the day of the week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import func, select

from leadtracker.db import db
from leadtracker.domain.promises import whole_seconds
from leadtracker.models import Call, Order, Outcome, User
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.queries.local_days import day_starts, local_day
from leadtracker.queries.whole_seconds import whole_seconds as seconds_of

_HOUR = 3600


@dataclass(frozen=True)
class HourCalls:
    """Calls begun in the hour from ``starts_at`` on, and how many of them reached somebody."""

    starts_at: datetime
    called: int
    reached: int


def calls_by_hour(user: User, since: datetime, until: datetime) -> list[HourCalls]:
    """The user's calls in that time, hour by hour from ``since`` on; hours without any are out."""
    hour = (seconds_of(Call.started_at) - whole_seconds(since)) // _HOUR
    reached = Outcome.category != OutcomeCategory.NOT_REACHED
    each = (
        select(hour.label("hour"), reached.label("reached"))
        .select_from(Call)
        .outerjoin(Outcome, Outcome.id == Call.outcome_id)
        .where(Call.user_id == user.id, Call.started_at >= since, Call.started_at < until)
        .subquery()
    )
    rows = db.session.execute(
        select(each.c.hour, func.count(), func.count().filter(each.c.reached))
        .group_by(each.c.hour)
        .order_by(each.c.hour)
    )
    return [
        HourCalls(since + timedelta(hours=int(number)), called, spoken)
        for number, called, spoken in rows
    ]


def orders_by_day(user: User, first: date, last: date, zone: tzinfo) -> dict[date, int]:
    """The user's orders that stand, by their date in ``zone``; days without any are missing."""
    day = local_day(Order.placed_at, zone, first, last)
    rows = db.session.execute(
        select(day.label("day"), func.count())
        .where(
            Order.user_id == user.id,
            Order.cancelled_at.is_(None),
            Order.placed_at >= day_starts(first, zone),
            Order.placed_at < day_starts(last + timedelta(days=1), zone),
        )
        .group_by("day")
    )
    return dict(rows.all())
