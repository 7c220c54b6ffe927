"""What of a team's promotion leads is dealt, what is not, and whom it may be dealt to.

Dealt is a promotion's item that lies in somebody's own pool without anybody having handed it over.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.distribution import Dealt, Trait, Work, trait_of
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import WAITING_STATES, QueueKind, QueueState, pool_of
from leadtracker.models import Lead, PresenceSpan, QueueItem, Team, User
from leadtracker.queries.pools import own_pool

#: Whoever was not on the floor for this long, while colleagues were, is away today.
AWAY_AFTER = timedelta(hours=12)


def undealt_works(team: Team, *, limit: int) -> list[Work]:
    """Promotion leads in the team's own pool: ready ones first, best first, then those that wait.

    Both are read in the order of an index, so that a batch costs the same however deep the pool is.
    """
    works = _works(team, QueueState.READY, limit, (QueueItem.rank, QueueItem.due_at))
    if left := limit - len(works):
        order = (QueueItem.waits_for, QueueItem.not_before)
        works += _works(team, QueueState.SCHEDULED, left, order)
    return works


def _works(team: Team, state: QueueState, limit: int, order: tuple) -> list[Work]:
    rows = db.session.execute(
        select(
            QueueItem.id,
            Lead.language,
            Lead.owner_id,
            Lead.country,
            Lead.region,
            Lead.time_zone,
        )
        .join(Lead, Lead.id == QueueItem.lead_id)
        .where(
            QueueItem.pool == pool_of(owner_id=None, team_id=team.id, promotion_id=None),
            QueueItem.state == state,
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.handed_by_id.is_(None),
        )
        .order_by(*order, QueueItem.id)
        .limit(limit)
    )
    return [
        Work(id=item_id, language=language, owner_id=owner_id, place=(country, region, zone))
        for item_id, language, owner_id, country, region, zone in rows
    ]


def dealt_items(team: Team) -> Select:
    """The ids of what the team's people were dealt and nobody has called yet."""
    people = select(own_pool(User.id)).where(User.team_id == team.id)
    return _untouched(QueueItem.pool.in_(people))


def items_dealt_to(user: User) -> Select:
    """The ids of what one person was dealt and has not called yet."""
    return _untouched(QueueItem.pool == pool_of(owner_id=user.id, team_id=None, promotion_id=None))


def _untouched(where) -> Select:
    return select(QueueItem.id).where(
        where,
        QueueItem.kind == QueueKind.PROMOTION,
        QueueItem.handed_by_id.is_(None),
        QueueItem.team_id.is_not(None),
        QueueItem.attempts == 0,
        QueueItem.state.in_(WAITING_STATES),
    )


def people_to_deal_to(team: Team) -> list[Dealt]:
    """The team's coordinators with what they hold; whoever is away today is left out.

    Somebody is away who was not on the floor for ``AWAY_AFTER`` while a colleague was. While nobody
    was there, nobody is away.
    """
    people = coordinators_of(team)
    here = _seen_since(clock.now() - AWAY_AFTER, [user.id for user in people])
    present = [user for user in people if user.id in here] or people
    held = count_held([user.id for user in present])
    return [
        Dealt(id=user.id, held=held.get(user.id, 0), languages=frozenset(user.languages))
        for user in present
    ]


def coordinators_of(team: Team) -> list[User]:
    """Whoever calls for the team: its active coordinators, by name."""
    return list(
        db.session.scalars(
            select(User)
            .where(
                User.team_id == team.id,
                User.role == Role.COORDINATOR,
                User.deactivated_at.is_(None),
            )
            .order_by(func.lower(User.name), User.id)
        )
    )


def _seen_since(moment: datetime, user_ids: Collection[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(PresenceSpan.user_id).where(
                PresenceSpan.user_id.in_(user_ids),
                or_(PresenceSpan.ended_at.is_(None), PresenceSpan.ended_at >= moment),
            )
        )
    )


def count_held(user_ids: Collection[int]) -> dict[int, int]:
    """How many promotion leads wait in each of these people's own pools."""
    return dict(db.session.execute(_held(user_ids)).all())


def count_touched(user_ids: Collection[int]) -> dict[int, int]:
    """Those of :func:`count_held` that stay where they are: called before, or handed over."""
    stays = or_(QueueItem.attempts > 0, QueueItem.handed_by_id.is_not(None))
    return dict(db.session.execute(_held(user_ids).where(stays)).all())


def _held(user_ids: Collection[int]) -> Select:
    pools = [pool_of(owner_id=one, team_id=None, promotion_id=None) for one in user_ids]
    return (
        select(QueueItem.owner_id, func.count())
        .where(
            QueueItem.pool.in_(pools),
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.state.in_(WAITING_STATES),
        )
        .group_by(QueueItem.owner_id)
    )


def dealable_counts(team: Team) -> dict[Trait, int]:
    """How many leads of each kind a new deal would deal: undealt ones, and dealt but uncalled."""
    people = select(own_pool(User.id)).where(User.team_id == team.id)
    own = pool_of(owner_id=None, team_id=team.id, promotion_id=None)
    rows = db.session.execute(
        select(Lead.language, Lead.owner_id, func.count())
        .join(QueueItem, QueueItem.lead_id == Lead.id)
        .where(
            or_(
                QueueItem.pool == own,
                QueueItem.pool.in_(people) & (QueueItem.attempts == 0),
            ),
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.handed_by_id.is_(None),
            QueueItem.state.in_(WAITING_STATES),
        )
        .group_by(Lead.language, Lead.owner_id)
    )
    counts: dict[Trait, int] = {}
    for language, owner_id, count in rows:
        trait = trait_of(Work(id=0, language=language, owner_id=owner_id), team.distribution)
        counts[trait] = counts.get(trait, 0) + count
    return counts
