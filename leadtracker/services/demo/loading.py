"""The order in which the demo is put together."""

import random

import structlog
from sqlalchemy import select

from leadtracker.db import db
from leadtracker.domain.policies import Role
from leadtracker.models import User
from leadtracker.services.demo import catalogue, history, leads, people

log = structlog.get_logger()

#: Everybody in the demo signs in with this.
PASSWORD = people.PASSWORD

_SEED = 20261124


def is_empty() -> bool:
    """Whether nobody has an account here yet."""
    return db.session.scalar(select(User.id).limit(1)) is None


def load_demo() -> None:
    """Fill an empty database, in one transaction: either all of the demo is there or none."""
    draw = random.Random(_SEED)
    staff = people.hire()
    floor_leads = leads.gather(staff, draw)
    promotions = catalogue.launch(staff, floor_leads)
    history.call_for_two_weeks(staff, promotions, draw)
    db.session.commit()
    log.info("demo_loaded", leads=sum(len(each) for each in floor_leads.values()))


def sign_ins() -> list[tuple[str, str]]:
    """One account to try per role: (role, e-mail), as long as the demo's people are there."""
    wanted = (Role.COORDINATOR, Role.TEAM_LEAD, Role.DIRECTOR, Role.ADMINISTRATOR)
    rows = db.session.execute(
        select(User.role, User.email)
        .where(User.email.endswith(f"@{people.DOMAIN}"), User.deactivated_at.is_(None))
        .order_by(User.id)
    ).all()
    first = {}
    for role, email in rows:
        first.setdefault(role, email)
    return [(role.value, first[role]) for role in wanted if role in first]
