"""Promises that are still owed."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import FollowUp, Lead, User


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


def due_now(user: User, now: datetime) -> list[FollowUp]:
    """The user's own promises whose moment has come, most overdue first."""
    return list(
        db.session.scalars(
            open_follow_ups()
            .where(FollowUp.owner_id == user.id, FollowUp.due_at <= now)
            .options(joinedload(FollowUp.lead))
            .limit(20)
        )
    )
