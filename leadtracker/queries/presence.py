"""Who is at the desk, who is on a break, and how a day was spent."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.presence import DESK_SILENCE, Presence
from leadtracker.models import PresenceSpan, User


def find_open_span(user: User) -> PresenceSpan | None:
    """What ``user`` is doing now; None when they are not on the floor."""
    return db.session.scalar(_open_span(), {"desk": user.id})


@cache
def _open_span() -> Select:
    return select(PresenceSpan).where(
        PresenceSpan.user_id == bindparam("desk"), PresenceSpan.ended_at.is_(None)
    )


def open_spans(user_ids: Iterable[int]) -> dict[int, PresenceSpan]:
    """The open span of each of these people who has one, by the person's id."""
    spans = db.session.scalars(
        select(PresenceSpan).where(
            PresenceSpan.user_id.in_(list(user_ids)), PresenceSpan.ended_at.is_(None)
        )
    )
    return {span.user_id: span for span in spans}


def at_desk(now: datetime | None = None) -> ColumnElement[bool]:
    """Of a span: its person sits at an open desk, heard of within ``DESK_SILENCE``."""
    since = (now or clock.now()) - DESK_SILENCE
    return (
        PresenceSpan.ended_at.is_(None)
        & (PresenceSpan.state == Presence.DESK)
        & (PresenceSpan.seen_at >= since)
    )


def people_at_desk(now: datetime | None = None) -> Select:
    """The ids of everybody who sits at an open desk."""
    return select(PresenceSpan.user_id).where(at_desk(now))


def spans_between(user: User, since: datetime, until: datetime) -> list[PresenceSpan]:
    """How ``user`` spent that time, in order; spans that reach over an edge are whole."""
    return list(
        db.session.scalars(
            select(PresenceSpan)
            .where(
                PresenceSpan.user_id == user.id,
                PresenceSpan.started_at < until,
                or_(PresenceSpan.ended_at.is_(None), PresenceSpan.ended_at > since),
            )
            .order_by(PresenceSpan.started_at, PresenceSpan.id)
        )
    )
