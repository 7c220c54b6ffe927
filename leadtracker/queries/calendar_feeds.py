"""Calendar addresses, and the callbacks that stand in a calendar."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.models import CalendarFeed, FollowUp, Lead, User
from leadtracker.models.follow_up import FollowUpKind

#: A callback that was called or closed is told as cancelled for so long, then no more.
TOLD_AFTER_CLOSING = timedelta(days=7)

#: No calendar needs more entries than this.
MOST_ENTRIES = 1000


def find_feed_of(user: User) -> CalendarFeed | None:
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.user_id == user.id))


def find_feed_by_hash(token_hash: str) -> CalendarFeed | None:
    return db.session.scalar(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == token_hash)
        .options(joinedload(CalendarFeed.user))
    )


def callbacks_in_calendar(user: User, now: datetime) -> list[FollowUp]:
    """The user's open callbacks, and those closed in the last days, newest moment first."""
    return list(
        db.session.scalars(
            select(FollowUp)
            .where(
                FollowUp.owner_id == user.id,
                FollowUp.kind == FollowUpKind.CALLBACK,
                or_(FollowUp.closed_at.is_(None), FollowUp.closed_at > now - TOLD_AFTER_CLOSING),
            )
            .order_by(FollowUp.due_at.desc(), FollowUp.id)
            .limit(MOST_ENTRIES)
            .options(
                joinedload(FollowUp.lead).selectinload(Lead.phones), selectinload(FollowUp.moves)
            )
        )
    )
