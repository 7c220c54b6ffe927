"""The timeline of a lead."""

from functools import cache

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import Activity, Lead


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
