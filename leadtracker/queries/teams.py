"""Teams, who leads them and how many belong to them."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from leadtracker.db import db
from leadtracker.models import Team, User


def all_teams() -> list[Team]:
    """Every team, by name."""
    return list(db.session.scalars(select(Team).order_by(func.lower(Team.name))))


def teams_led_by(user: User) -> Select:
    """The teams that name ``user`` as their lead, and their own."""
    return select(Team).where(or_(Team.lead_id == user.id, Team.id == user.team_id))


def teams_naming(user: User) -> list[Team]:
    """The teams that name ``user`` as their lead."""
    return list(db.session.scalars(select(Team).where(Team.lead_id == user.id).order_by(Team.name)))


def team_overview() -> Select:
    """Rows of team, its lead or None, and how many people who still work here belong to it."""
    lead = aliased(User)
    members = (
        select(func.count(User.id))
        .where(User.team_id == Team.id, User.deactivated_at.is_(None))
        .correlate(Team)
        .scalar_subquery()
    )
    return (
        select(Team, lead, members.label("members"))
        .outerjoin(lead, lead.id == Team.lead_id)
        .order_by(func.lower(Team.name))
    )


def find_team_by_name(name: str) -> Team | None:
    """The team of that name, whatever its capitals."""
    return db.session.scalar(select(Team).where(func.lower(Team.name) == name.lower()))
