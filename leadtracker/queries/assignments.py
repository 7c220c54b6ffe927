"""Work that may be given away, whom it may be given to, and the steps that gave it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from leadtracker.db import db
from leadtracker.domain import policies
from leadtracker.domain.policies import Action
from leadtracker.domain.promises import ON_TIME
from leadtracker.domain.queue import (
    OPEN_STATES,
    PROMISED_KINDS,
    PROMOTIONS_FROM,
    TOP_RANK,
    WAITING_STATES,
    QueueKind,
    QueueState,
    pool_of,
)
from leadtracker.models import Assignment, Lead, QueueItem, Team, User
from leadtracker.queries.leads import leads_visible_to

#: So much is given away in one step; what is left can be given in the next.
MOST_AT_ONCE = 500


def steps_of(batch: str) -> list[Assignment]:
    """The items moved in one step, in order."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.batch == batch)
            .order_by(Assignment.id)
            .options(
                joinedload(Assignment.item).options(
                    joinedload(QueueItem.follow_up), joinedload(QueueItem.promotion)
                ),
                joinedload(Assignment.replaced),
            )
        )
    )


def find_batch_for(user: User, batch: str) -> str | None:
    """The batch, if it is the user's own step, or one that they may take back for its maker: they
    give work away, and see every lead of it."""
    standing = select(Assignment).where(Assignment.batch == batch, Assignment.undone_at.is_(None))
    step = db.session.scalar(standing.limit(1))
    if step is None or step.by_id == user.id:
        return step and batch
    if not policies.may(user.role, Action.ASSIGN_LEADS):
        return None
    seen = leads_visible_to(user).with_only_columns(Lead.id)
    unseen = standing.join(Assignment.item).where(QueueItem.lead_id.not_in(seen)).limit(1)
    return None if db.session.scalar(unseen) else batch


def was_given_again(step: Assignment) -> ColumnElement[bool]:
    """Whether its item went on from there in a later step that stands."""
    later = aliased(Assignment)
    return exists().where(
        later.item_id == step.item_id, later.id > step.id, later.undone_at.is_(None)
    )


def waiting_of(user: User) -> list[QueueItem]:
    """The first so many of everything that waits for one person, what is owed first."""
    own = (
        select(QueueItem)
        .where(
            QueueItem.pool == pool_of(owner_id=user.id, team_id=None, promotion_id=None),
            QueueItem.state.in_(WAITING_STATES),
        )
        .order_by(QueueItem.rank, QueueItem.due_at, QueueItem.id)
        .limit(MOST_AT_ONCE)
    )
    return _offered_of(user) + list(
        db.session.scalars(own.options(joinedload(QueueItem.follow_up)))
    )


def _offered_of(user: User) -> list[QueueItem]:
    """Promises of theirs that are offered to the team meanwhile."""
    if user.team_id is None:
        return []
    team_pool = pool_of(owner_id=None, team_id=user.team_id, promotion_id=None)
    offered = select(QueueItem).where(
        QueueItem.pool == team_pool,
        QueueItem.state == QueueState.READY,
        QueueItem.rank < PROMOTIONS_FROM,
        QueueItem.owner_id == user.id,
    )
    return list(db.session.scalars(offered.options(joinedload(QueueItem.follow_up))))


def count_due_promises(pools: Collection[str], now: datetime) -> tuple[int, int]:
    """How many promises in these pools have come due with nobody taking them up, and how many of
    them are late."""
    of_those_late = func.count().filter(QueueItem.due_at < now - ON_TIME)
    both = select(func.count(), of_those_late).where(*_due(pools, now))
    return tuple(db.session.execute(both).one())


def _due(pools: Collection[str], now: datetime) -> tuple:
    return (
        QueueItem.pool.in_(pools),
        QueueItem.state == QueueState.READY,
        QueueItem.rank < PROMOTIONS_FROM,
        QueueItem.kind.in_(PROMISED_KINDS),
        QueueItem.due_at <= now,
    )


def late_promises(
    pools: Collection[str], now: datetime, *, limit: int = MOST_AT_ONCE
) -> list[QueueItem]:
    """The first so many promises in these pools that are late and that nobody has taken up."""
    return list(
        db.session.scalars(
            select(QueueItem)
            .where(*_due(pools, now), QueueItem.due_at < now - ON_TIME)
            .order_by(QueueItem.due_at, QueueItem.id)
            .limit(limit)
            .options(
                joinedload(QueueItem.lead).selectinload(Lead.phones),
                joinedload(QueueItem.follow_up),
                joinedload(QueueItem.owner),
            )
        )
    )


def count_due_of(user_ids: Collection[int]) -> dict[int, int]:
    """How many promises and hand-overs lie ready in each of these people's own queues."""
    rows = db.session.execute(
        select(QueueItem.owner_id, func.count())
        .where(
            QueueItem.owner_id.in_(user_ids),
            QueueItem.pool.in_(
                [pool_of(owner_id=one, team_id=None, promotion_id=None) for one in user_ids]
            ),
            QueueItem.state == QueueState.READY,
            QueueItem.kind != QueueKind.PROMOTION,
        )
        .group_by(QueueItem.owner_id)
    )
    return dict(rows.all())


def open_items_of(lead: Lead) -> list[QueueItem]:
    """Every reason to call the lead that still stands, best first."""
    return list(
        db.session.scalars(
            select(QueueItem)
            .where(QueueItem.lead_id == lead.id, QueueItem.state.in_(OPEN_STATES))
            .order_by(QueueItem.rank, QueueItem.due_at, QueueItem.id)
            .options(
                joinedload(QueueItem.claimed_by),
                joinedload(QueueItem.owner),
                joinedload(QueueItem.handed_by),
                joinedload(QueueItem.follow_up),
                joinedload(QueueItem.promotion),
            )
        )
    )


def raised_items_of(lead: Lead) -> list[QueueItem]:
    """Items of the lead that were put on top and wait there."""
    return list(
        db.session.scalars(
            select(QueueItem)
            .where(
                QueueItem.lead_id == lead.id,
                QueueItem.rank == TOP_RANK,
                QueueItem.state.in_(WAITING_STATES),
            )
            .options(joinedload(QueueItem.owner))
        )
    )


def batch_that_raised(item: QueueItem) -> str | None:
    """The step that put ``item`` on top, while it lies there."""
    if item.rank != TOP_RANK:
        return None
    return db.session.scalar(
        select(Assignment.batch)
        .where(
            Assignment.item_id == item.id,
            Assignment.undone_at.is_(None),
            Assignment.from_rank != TOP_RANK,
        )
        .order_by(Assignment.id.desc())
        .limit(1)
    )


def colleagues_of(user: User) -> list[User]:
    """Everybody who works the telephone in a team that ``user`` may give work to, by name."""
    stmt = select(User).where(User.deactivated_at.is_(None), User.team_id.is_not(None))
    if not policies.may(user.role, Action.SEE_ALL_LEADS):
        led = select(Team.id).where(Team.lead_id == user.id)
        stmt = stmt.where(or_(User.team_id == user.team_id, User.team_id.in_(led)))
    return list(db.session.scalars(stmt.order_by(func.lower(User.name), User.id)))
