"""Promises that are still owed."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from leadtracker.db import db
from leadtracker.domain.queue import QueueState
from leadtracker.models import FollowUp, Lead, QueueItem, User


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


def newly_due(user: User, *, since: datetime) -> list[FollowUp]:
    """The user's own promises announced after ``since`` whose call nobody has taken up yet."""
    return list(
        db.session.scalars(
            open_follow_ups()
            .join(FollowUp.queue_item)
            .where(
                FollowUp.owner_id == user.id,
                FollowUp.noticed_at >= since,
                QueueItem.state == QueueState.READY,
            )
            .options(
                joinedload(FollowUp.lead).selectinload(Lead.phones),
                contains_eager(FollowUp.queue_item),
            )
            .limit(3)
        )
    )
