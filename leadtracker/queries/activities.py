"""The timeline of a lead."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import Activity, Lead


def timeline_of(lead: Lead, *, limit: int = 60) -> list[Activity]:
    """What happened with a lead, newest first."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(Activity.lead_id == lead.id)
            .order_by(Activity.at.desc(), Activity.id.desc())
            .limit(limit)
            .options(joinedload(Activity.user))
        )
    )
