"""Live updates, read: what happened after a point, and who hears what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, func, select

from leadtracker.db import db
from leadtracker.domain.events import topics_of
from leadtracker.models import Event, Team, User, UserSession

#: Whoever missed more than this had better ask for everything.
REPLAY_LIMIT = 500


@dataclass(frozen=True)
class Missed:
    """What a reader missed, up to ``last``; not ``is_whole`` when it cannot be told any more."""

    last: int
    events: list[Row]
    is_whole: bool


def newest_id() -> Select:
    """The id of the newest event, 0 before the first."""
    return select(func.coalesce(func.max(Event.id), 0))


def events_after(event_id: int) -> Select:
    """``(id, topic, name, data)`` of everything that happened since, in order."""
    return (
        select(Event.id, Event.topic, Event.name, Event.data)
        .where(Event.id > event_id)
        .order_by(Event.id)
    )


def missed_since(after: int | None, topics: Collection[str]) -> Missed:
    """What happened to ``topics`` after the event ``after``; None begins now.

    An id that was forgotten, or that this database never gave, cannot be followed up.
    """
    oldest, newest = db.session.execute(
        select(select(func.min(Event.id)).scalar_subquery(), newest_id().scalar_subquery())
    ).one()
    if after is None:
        return Missed(newest, [], is_whole=True)
    if not (oldest or 1) - 1 <= after <= newest:
        return Missed(newest, [], is_whole=False)
    stmt = events_after(after).where(Event.id <= newest, Event.topic.in_(topics))
    events = list(db.session.execute(stmt.limit(REPLAY_LIMIT + 1)))
    if len(events) > REPLAY_LIMIT:
        return Missed(newest, [], is_whole=False)
    return Missed(newest, events, is_whole=True)


def topics_heard_by(user: User) -> frozenset[str]:
    """The topics of one person's events."""
    led = db.session.scalars(select(Team.id).where(Team.lead_id == user.id)).all()
    own = [user.team_id] if user.team_id is not None else []
    return topics_of(user.id, user.role, [*own, *led])


def listeners(session_ids: Collection[int], *, now: datetime, idle: timedelta) -> Select:
    """``(session_id, user_id, role, team_id, led_team_id)`` of those sessions that still hold.

    A row for each team the person leads, one with None for who leads none. Which sessions hold is
    said by ``UserSession.is_open``.
    """
    return (
        select(
            UserSession.id.label("session_id"),
            User.id.label("user_id"),
            User.role,
            User.team_id,
            Team.id.label("led_team_id"),
        )
        .join(User, User.id == UserSession.user_id)
        .outerjoin(Team, Team.lead_id == User.id)
        .where(
            UserSession.id.in_(session_ids),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - idle,
            User.deactivated_at.is_(None),
        )
    )
