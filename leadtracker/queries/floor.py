"""The live floor: who is there, with whom, what they did today, and what waits for them.

Every function is one query, whatever the number of people.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import WAITING_STATES, QueueState, pool_of
from leadtracker.models import (
    Call,
    Lead,
    Order,
    Outcome,
    PresenceSpan,
    Promotion,
    PromotionTeam,
    QueueItem,
    Team,
    User,
)
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.users import users_visible_to


@dataclass(frozen=True)
class Day:
    """What somebody did today. ``settled_at`` is when their last call was settled."""

    calls: int = 0
    reached: int = 0
    talk_seconds: int = 0
    settled_at: datetime | None = None


@dataclass(frozen=True)
class PoolTotals:
    """How much lies in a pool; counted to the last, since shares are compared."""

    ready: int
    waiting: int


def people_on_floor(reader: User) -> list[User]:
    """Everybody the reader watches: coordinators, and others who are at a desk, by name."""
    there = select(PresenceSpan.user_id).where(PresenceSpan.ended_at.is_(None))
    return list(
        db.session.scalars(
            users_visible_to(reader)
            .where(
                User.deactivated_at.is_(None),
                or_(User.role == Role.COORDINATOR, User.id.in_(there)),
            )
            .order_by(func.lower(User.name), User.id)
            .options(joinedload(User.team))
        )
    )


def find_person(user_id: int, *, reader: User) -> User | None:
    """Somebody the reader watches, who still works here."""
    return db.session.scalar(
        users_visible_to(reader)
        .where(User.id == user_id, User.deactivated_at.is_(None))
        .options(joinedload(User.team))
    )


def find_team(team_id: int, *, reader: User) -> Team | None:
    """A team some of whose people the reader watches because it is theirs to run."""
    seen = users_visible_to(reader).with_only_columns(User.team_id)
    return db.session.scalar(select(Team).where(Team.id == team_id, Team.id.in_(seen)))


def find_call(call_id: int, *, reader: User) -> Call | None:
    """A call of somebody the reader watches, with what settling it touches."""
    watched = users_visible_to(reader).with_only_columns(User.id)
    return db.session.scalar(
        select(Call)
        .where(Call.id == call_id, Call.user_id.in_(watched))
        .options(joinedload(Call.user), joinedload(Call.lead), joinedload(Call.queue_item))
    )


def unsettled_calls(user_ids: Collection[int]) -> dict[int, Call]:
    """The call of each of these people that is going on or owes its outcome."""
    calls = db.session.scalars(
        select(Call)
        .where(Call.user_id.in_(user_ids), Call.wrapped_up_at.is_(None))
        .order_by(Call.started_at)
        .options(
            joinedload(Call.lead).selectinload(Lead.phones),
            joinedload(Call.promotion),
        )
    )
    return {call.user_id: call for call in calls}


def desk_items(user_ids: Collection[int]) -> dict[int, QueueItem]:
    """What lies on the desk of each of these people."""
    items = db.session.scalars(
        select(QueueItem)
        .where(
            QueueItem.claimed_by_id.in_(user_ids),
            QueueItem.state == QueueState.CLAIMED,
            ~QueueItem.is_next,
        )
        .order_by(QueueItem.claimed_at)
        .options(
            joinedload(QueueItem.lead).selectinload(Lead.phones), joinedload(QueueItem.promotion)
        )
    )
    return {item.claimed_by_id: item for item in items}


def days_of(user_ids: Collection[int], since: datetime) -> dict[int, Day]:
    """What each of these people did since then, by their id."""
    reached = Outcome.category != OutcomeCategory.NOT_REACHED
    rows = db.session.execute(
        select(
            Call.user_id,
            func.count(Call.id),
            func.count(Call.id).filter(reached),
            func.coalesce(func.sum(Call.talk_seconds), 0),
            func.max(Call.wrapped_up_at),
        )
        .outerjoin(Outcome, Outcome.id == Call.outcome_id)
        .where(Call.user_id.in_(user_ids), Call.started_at >= since)
        .group_by(Call.user_id)
    )
    return {user_id: Day(*figures) for user_id, *figures in rows}


def orders_of(user_ids: Collection[int], since: datetime) -> dict[int, int]:
    """How many orders each of these people took since then that still stand."""
    rows = db.session.execute(
        select(Order.user_id, func.count())
        .where(Order.user_id.in_(user_ids), Order.placed_at >= since, Order.cancelled_at.is_(None))
        .group_by(Order.user_id)
    )
    return dict(rows.all())


def shared_pools(team_ids: Collection[int]) -> list[str]:
    """The pools these teams draw from together: their own, open promotions', everybody's."""
    named = select(PromotionTeam.team_id).where(PromotionTeam.promotion_id == Promotion.id)
    promotions = db.session.scalars(
        select(Promotion.id)
        .where(
            Promotion.state == PromotionState.LIVE,
            or_(~named.exists(), named.where(PromotionTeam.team_id.in_(team_ids)).exists()),
        )
        .order_by(Promotion.id)
    )
    return [
        *(pool_of(owner_id=None, team_id=one, promotion_id=None) for one in sorted(team_ids)),
        *(pool_of(owner_id=None, team_id=None, promotion_id=one) for one in promotions),
        pool_of(owner_id=None, team_id=None, promotion_id=None),
    ]


def own_pool(user: User) -> str:
    return pool_of(owner_id=user.id, team_id=None, promotion_id=None)


def pool_totals(pools: Collection[str]) -> dict[str, PoolTotals]:
    """How much lies ready and how much waits in each of these pools."""
    rows = db.session.execute(
        select(QueueItem.pool, QueueItem.state, func.count())
        .where(QueueItem.pool.in_(pools), QueueItem.state.in_(WAITING_STATES))
        .group_by(QueueItem.pool, QueueItem.state)
    )
    counts = {(pool, state): count for pool, state, count in rows}
    return {
        pool: PoolTotals(
            ready=counts.get((pool, QueueState.READY), 0),
            waiting=counts.get((pool, QueueState.SCHEDULED), 0),
        )
        for pool in pools
    }
