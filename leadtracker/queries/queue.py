"""The few look-ups that a claim and a desk need; the queue as a list is ``queue_lists``.

A person draws from a handful of pools (``domain.queue.pool_of``). Each is read through the partial
index on ready items, at most a page deep, so the cost does not grow with the queue.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from leadtracker.db import db
from leadtracker.domain.queue import OPEN_STATES, QueueKind, QueueState, pool_of
from leadtracker.models import (
    Call,
    FollowUp,
    Lead,
    Promotion,
    PromotionTeam,
    QueueItem,
    User,
)
from leadtracker.models.promotion import PromotionState


def pools_of(user: User) -> list[str]:
    """The pools ``user`` draws from: their own, their team's, open promotions', everybody's."""
    pools = [pool_of(owner_id=user.id, team_id=None, promotion_id=None)]
    if user.team_id is not None:
        pools.append(pool_of(owner_id=None, team_id=user.team_id, promotion_id=None))
    pools += [
        pool_of(owner_id=None, team_id=None, promotion_id=promotion_id)
        for promotion_id in db.session.scalars(_open_promotions(), {"team": user.team_id})
    ]
    return [*pools, pool_of(owner_id=None, team_id=None, promotion_id=None)]


@cache
def _open_promotions() -> Select:
    """Live promotions of the team ``:team``, and those that name no team."""
    teams = select(PromotionTeam.team_id).where(PromotionTeam.promotion_id == Promotion.id)
    return select(Promotion.id).where(
        Promotion.state == PromotionState.LIVE,
        or_(~teams.exists(), teams.where(PromotionTeam.team_id == bindparam("team")).exists()),
    )


@cache
def _ready_items(one_kind: bool = False, pool: str = "from_pool") -> Select:
    """Ready items of the pool that the parameter ``pool`` names, whose lead is on nobody's desk.

    Best first. Built once: putting the statement together costs more than running it.
    """
    other = aliased(QueueItem)
    # A subquery of its own, looked up by lead for each candidate: as an anti-join PostgreSQL reads
    # everything that is claimed, every time.
    busy = select(other.id).where(
        other.lead_id == QueueItem.lead_id, other.state == QueueState.CLAIMED
    )
    is_free = busy.limit(1).scalar_subquery().is_(None)
    stmt = (
        select(QueueItem.id, QueueItem.rank, QueueItem.due_at)
        .where(
            QueueItem.pool == bindparam(pool),
            QueueItem.state == QueueState.READY,
            is_free,
        )
        .order_by(QueueItem.rank, QueueItem.due_at, QueueItem.id)
        .limit(bindparam("most", type_=Integer))
    )
    return stmt.where(QueueItem.kind == bindparam("of_kind")) if one_kind else stmt


def heads(pools: Sequence[str], most: int, kind: QueueKind | None = None) -> list[tuple]:
    """(rank, due_at, id, pool) of the best ready items, each pool read no deeper than ``most``."""
    given = {"most": most} | ({"of_kind": kind} if kind is not None else {})
    given |= {f"pool_{place}": pool for place, pool in enumerate(pools)}
    rows = db.session.execute(_heads_of(len(pools), kind is not None), given)
    return sorted((row.rank, row.due_at, row.id, pools[row.place]) for row in rows)


@cache
def _heads_of(count: int, one_kind: bool) -> CompoundSelect:
    """The heads of so many pools in one statement, each with the place of its pool."""
    heads = [_ready_items(one_kind, f"pool_{place}").subquery() for place in range(count)]
    places = [literal_column(str(place)).label("place") for place in range(count)]
    return union_all(*(select(head, place) for head, place in zip(heads, places, strict=True)))


def pools_by_head(pools: Sequence[str], *, above: int | None = None) -> list[str]:
    """Pools that have something ready, the one with the best first item first.

    With ``above`` only those whose first item comes before that rank.
    """
    first = heads(pools, 1)
    return [pool for rank, _due_at, _id, pool in first if above is None or rank < above]


@cache
def head_of_pool() -> Select:
    """The id of the item a claim from ``:from_pool`` takes."""
    return _ready_items().with_only_columns(QueueItem.id).limit(1).correlate(None)


def find_claimed(user: User) -> QueueItem | None:
    """The item on the user's desk, with all that the desk shows of it."""
    return db.session.scalar(_claimed(), {"desk": user.id, "is_next": False})


def find_next(user: User) -> QueueItem | None:
    """The item that is kept for the user's desk."""
    if db.session.execute(_kept(), {"desk": user.id}).first() is None:
        return None
    return db.session.scalar(_claimed(), {"desk": user.id, "is_next": True})


@cache
def _kept() -> Select:
    """Asked at every press, and mostly there is none."""
    return select(QueueItem.id).where(
        QueueItem.claimed_by_id == bindparam("desk"),
        QueueItem.state == QueueState.CLAIMED,
        QueueItem.is_next,
    )


@cache
def _claimed() -> Select:
    return (
        select(QueueItem)
        .where(
            QueueItem.claimed_by_id == bindparam("desk"),
            QueueItem.state == QueueState.CLAIMED,
            QueueItem.is_next == bindparam("is_next"),
        )
        .order_by(QueueItem.claimed_at.desc(), QueueItem.id.desc())
        .limit(1)
        .options(
            joinedload(QueueItem.lead).selectinload(Lead.phones),
            joinedload(QueueItem.promotion),
            joinedload(QueueItem.follow_up).joinedload(FollowUp.owner),
            joinedload(QueueItem.handed_by),
        )
    )


def urgent_item_of_lead(lead_id: int, pools: Sequence[str], *, above: int) -> int | None:
    """The id of the best ready item of that lead in these pools that comes before that rank."""
    return db.session.scalar(
        select(QueueItem.id)
        .where(
            QueueItem.lead_id == lead_id,
            QueueItem.state == QueueState.READY,
            QueueItem.rank < above,
            QueueItem.pool.in_(pools),
        )
        .order_by(QueueItem.rank, QueueItem.due_at, QueueItem.id)
        .limit(1)
    )


def items_by_id(ids: Iterable[int | str]) -> list[QueueItem]:
    """These items as they are in the database now."""
    stmt = select(QueueItem).where(QueueItem.id.in_([int(item_id) for item_id in ids]))
    fresh = stmt.order_by(QueueItem.id).execution_options(populate_existing=True)
    return list(db.session.scalars(fresh))


def open_items_of_lead(lead_id: int) -> list[QueueItem]:
    """Every reason to call that lead that is not done with."""
    return list(db.session.scalars(_open_items(), {"lead": lead_id}))


@cache
def _open_items() -> Select:
    return (
        select(QueueItem)
        .where(QueueItem.lead_id == bindparam("lead"), QueueItem.state.in_(OPEN_STATES))
        .order_by(QueueItem.id)
    )


def find_item_for(user: User, item_id: int) -> QueueItem | None:
    """An item by its id, if the user draws from its pool or has it on their desk."""
    return db.session.scalar(
        select(QueueItem).where(
            QueueItem.id == item_id,
            or_(QueueItem.pool.in_(pools_of(user)), QueueItem.claimed_by_id == user.id),
        )
    )


def find_unsettled_call(user: User) -> Call | None:
    """The user's call that is going on or owes its outcome; there is one at most."""
    return db.session.scalar(_unsettled(), {"desk": user.id})


@cache
def _unsettled() -> Select:
    return (
        select(Call)
        .where(Call.user_id == bindparam("desk"), Call.wrapped_up_at.is_(None))
        .order_by(Call.started_at.desc())
        .limit(1)
        .options(
            selectinload(Call.legs),
            joinedload(Call.lead).selectinload(Lead.phones),
            joinedload(Call.queue_item),
        )
    )


def has_unsettled_call(user: User) -> bool:
    """Whether there is one, for whoever need not know which."""
    return db.session.execute(_any_unsettled(), {"desk": user.id}).first() is not None


@cache
def _any_unsettled() -> Select:
    return select(Call.id).where(Call.user_id == bindparam("desk"), Call.wrapped_up_at.is_(None))
