"""Promises that are still owed."""

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from leadtracker.db import db
from leadtracker.domain.queue import QueueState, pool_of
from leadtracker.models import FollowUp, Lead, QueueItem, User, UserSession
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.queries.pools import own_pool
from leadtracker.queries.presence import people_at_desk

#: A letter is written so long before the moment, and not any more so long after it.
MAIL_BEFORE = timedelta(minutes=10)
MAIL_UNTIL = timedelta(hours=1)

#: Whoever used the product this lately sees the reminder on the screen.
SIGNED_IN_LATELY = timedelta(minutes=15)


def open_follow_ups() -> Select:
    """Promises not yet closed, soonest first."""
    return (
        select(FollowUp).where(FollowUp.closed_at.is_(None)).order_by(FollowUp.due_at, FollowUp.id)
    )


def becoming_due(now: datetime) -> Select:
    """Open promises whose moment has come and whose owner has not been told."""
    return open_follow_ups().where(FollowUp.noticed_at.is_(None), FollowUp.due_at <= now)


def open_of_lead(lead: Lead) -> list[FollowUp]:
    return list(
        db.session.scalars(
            open_follow_ups().where(FollowUp.lead_id == lead.id).options(joinedload(FollowUp.owner))
        )
    )


def find_open_of_item(item_id: int) -> FollowUp | None:
    """The open promise whose call that queue item is."""
    return db.session.scalar(
        open_follow_ups().join(FollowUp.queue_item).where(QueueItem.id == item_id)
    )


def newly_due(user: User, *, since: datetime) -> list[FollowUp]:
    """Promises announced after ``since`` whose call nobody has taken up yet: the user's own, and
    those of absent colleagues that were offered to their team."""
    own = (FollowUp.owner_id == user.id) & (FollowUp.noticed_at >= since)
    team = pool_of(owner_id=None, team_id=user.team_id or 0, promotion_id=None)
    offered = (FollowUp.offered_at >= since) & (QueueItem.pool == team)
    return list(
        db.session.scalars(
            open_follow_ups()
            .join(FollowUp.queue_item)
            .where(or_(own, offered), QueueItem.state == QueueState.READY)
            .options(
                joinedload(FollowUp.lead).selectinload(Lead.phones),
                joinedload(FollowUp.owner),
                contains_eager(FollowUp.queue_item),
            )
        )
    )


def due_with_absent_owners(now: datetime) -> Select:
    """Callbacks that may be called now and lie in the pool of one person who has a team and sits at
    no open desk, soonest first."""
    return (
        open_follow_ups()
        .join(FollowUp.queue_item)
        .join(User, User.id == QueueItem.owner_id)
        .where(
            FollowUp.kind == FollowUpKind.CALLBACK,
            FollowUp.due_at <= now,
            QueueItem.state == QueueState.READY,
            QueueItem.pool == own_pool(QueueItem.owner_id),
            User.team_id.is_not(None),
            User.id.not_in(people_at_desk(now)),
        )
        .options(contains_eager(FollowUp.queue_item))
        .add_columns(User.team_id)
    )


def wanting_mail(now: datetime, *, stale: timedelta) -> Select:
    """The ids, soonest first, of callbacks about to be due whose owner has to be written to: they
    sit at no desk and have used no session lately. A letter that somebody began to send counts as
    unsent after ``stale``.
    """
    signed_in = select(UserSession.user_id).where(
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > now,
        UserSession.last_seen_at > now - SIGNED_IN_LATELY,
    )
    return (
        open_follow_ups()
        .with_only_columns(FollowUp.id)
        .join(FollowUp.owner)
        .where(
            FollowUp.kind == FollowUpKind.CALLBACK,
            FollowUp.due_at <= now + MAIL_BEFORE,
            FollowUp.due_at > now - MAIL_UNTIL,
            FollowUp.kept_at.is_(None),
            FollowUp.mailed_at.is_(None),
            or_(FollowUp.mail_claimed_at.is_(None), FollowUp.mail_claimed_at < now - stale),
            or_(FollowUp.mail_not_before.is_(None), FollowUp.mail_not_before <= now),
            User.deactivated_at.is_(None),
            User.id.not_in(people_at_desk(now)),
            User.id.not_in(signed_in),
        )
    )
