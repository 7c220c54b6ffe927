"""The timeline of a lead."""

from datetime import datetime
from functools import cache

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import Activity, Lead, QueueItem, User


def timeline_of(lead: Lead, *, limit: int = 60) -> list[Activity]:
    """What happened with a lead, newest first."""
    return list(db.session.scalars(_timeline(), {"lead": lead.id, "most": limit}))


@cache
def _timeline() -> Select:
    return (
        select(Activity)
        .where(Activity.lead_id == bindparam("lead"))
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(bindparam("most", type_=Integer))
        .options(joinedload(Activity.user))
    )


def find_postponement(item: QueueItem, *, by: User, since: datetime) -> Activity | None:
    """When that person put the item by last, if that was not before ``since``."""
    steps = db.session.scalars(
        select(Activity)
        .where(
            Activity.lead_id == item.lead_id,
            Activity.user_id == by.id,
            Activity.kind.in_(("lead_skipped", "lead_snoozed")),
            Activity.at >= since,
        )
        .order_by(Activity.id.desc())
    )
    return next((step for step in steps if step.data.get("item") == item.id), None)
