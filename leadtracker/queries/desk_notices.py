"""What happened to somebody's desk without them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import Activity, User

#: For so long a desk says what was done to it.
FRESH = timedelta(minutes=3)

KINDS = ("lead_pulled_back", "wrap_up_cleared")


def desk_notices(user: User, now: datetime) -> list[Activity]:
    """What others did to the user's desk in the last minutes, newest first."""
    rows = db.session.scalars(
        select(Activity)
        .where(Activity.kind.in_(KINDS), Activity.at > now - FRESH)
        .order_by(Activity.at.desc(), Activity.id.desc())
        .options(joinedload(Activity.user))
    )
    return [row for row in rows if row.data.get("person") == user.id]
