"""People: whom a reader sees, and those that match a filter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.domain import policies
from leadtracker.domain.policies import Action, Role
from leadtracker.domain.queue import OPEN_STATES
from leadtracker.models import QueueItem, Team, User, UserSession
from leadtracker.queries.teams import teams_led_by


@dataclass(frozen=True)
class UserFilter:
    """What a reader asked of the list of people. ``left`` shows those whose account is closed."""

    q: str = ""
    role: Role | None = None
    team_id: int | None = None
    left: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.role or self.team_id)


def users_visible_to(reader: User) -> Select:
    """Administrators and the director see everybody, team leads their teams, others themselves."""
    stmt = select(User)
    if policies.may(reader.role, Action.MANAGE_USERS) or reader.role is Role.DIRECTOR:
        return stmt
    mine = [User.id == reader.id]
    if policies.may(reader.role, Action.SEE_FLOOR):
        mine.append(User.team_id.in_(teams_led_by(reader).with_only_columns(Team.id)))
    return stmt.where(or_(*mine))


def users_matching(wanted: UserFilter, *, reader: User) -> Select:
    """Those of the people a reader sees that the filter asks for, by name, with their team."""
    stmt = users_visible_to(reader).options(joinedload(User.team))
    stmt = stmt.where(User.deactivated_at.is_not(None) == wanted.left)
    if wanted.q:
        text = wanted.q.lower()
        stmt = stmt.where(
            or_(
                func.lower(User.name).contains(text, autoescape=True),
                User.email.contains(text, autoescape=True),
            )
        )
    if wanted.role is not None:
        stmt = stmt.where(User.role == wanted.role)
    if wanted.team_id is not None:
        stmt = stmt.where(User.team_id == wanted.team_id)
    return stmt.order_by(func.lower(User.name), User.id)


def find_user(user_id: int, *, reader: User) -> User | None:
    """The person, if the reader may see them."""
    return db.session.scalar(
        users_visible_to(reader).where(User.id == user_id).options(joinedload(User.team))
    )


def count_users(*, reader: User, left: bool) -> int:
    everybody = users_matching(UserFilter(left=left), reader=reader).order_by(None)
    return db.session.scalar(select(func.count()).select_from(everybody.subquery()))


def active_administrators() -> Select:
    """The ids of those who may manage people now."""
    return select(User.id).where(User.role == Role.ADMINISTRATOR, User.deactivated_at.is_(None))


def open_items_owned_by(user: User) -> Select:
    """What stands in the queue for ``user`` and nobody else."""
    return select(QueueItem).where(QueueItem.owner_id == user.id, QueueItem.state.in_(OPEN_STATES))


def count_open_items_owned_by(user: User) -> int:
    return db.session.scalar(select(func.count()).select_from(open_items_owned_by(user).subquery()))


def possible_team_leads() -> list[User]:
    """Team leads who still work here, by name."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.role == Role.TEAM_LEAD, User.deactivated_at.is_(None))
            .order_by(func.lower(User.name))
        )
    )


def last_seen(users: Collection[User]) -> dict[int, datetime]:
    """When each of them last used the product, by id; those who never did are missing."""
    rows = db.session.execute(
        select(UserSession.user_id, func.max(UserSession.last_seen_at))
        .where(UserSession.user_id.in_([user.id for user in users]))
        .group_by(UserSession.user_id)
    )
    return dict(rows.all())
