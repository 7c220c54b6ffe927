"""Dealing a team's promotion leads into its people's own queues, by the team's rule.

What lies in the team's pool is dealt a batch at a time, each in a transaction of its own, so that
no lock is held long. What was dealt and nobody has called yet may be taken back and dealt again.
"""

from collections import Counter
from dataclasses import replace

import structlog
from sqlalchemy import Select, null, update

from leadtracker.db import db, reading
from leadtracker.domain import distribution
from leadtracker.domain.distribution import Rule
from leadtracker.domain.queue import WAITING_STATES, pool_of
from leadtracker.models import QueueItem, Team, User
from leadtracker.queries import distributions as find
from leadtracker.queries import teams as find_teams
from leadtracker.queries.pools import team_pool
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()

#: So many leads change hands in one transaction.
BATCH = 2000

#: So many transactions follow each other before people's heaps are counted again.
BATCHES = 20


def keep_dealt(*, limit: int = BATCH) -> int:
    """Deal what lies undealt, and gather what a shared heap should hold; returns how many moved.

    For the scheduler. Whether there is anything to do is looked up without the write lock.
    """
    return sum(
        _gather(find.dealt_items(team), limit)
        if team.distribution is Rule.SHARED
        else _deal(team, limit)
        for team in find_teams.all_teams()
    )


def take_back(user: User) -> None:
    """What ``user`` was dealt and has not called goes back to its team: they leave it."""
    while _gather(find.items_dealt_to(user), BATCH):
        pass


def deal_again(team: Team, *, by: User) -> None:
    """Take back what was dealt and not called yet, and deal all of it anew."""
    _activity.record("leads_dealt_again", by=by.id, team=team.id, rule=team.distribution)
    db.session.commit()
    while _gather(find.dealt_items(team), BATCH):
        pass
    while team.distribution is not Rule.SHARED and _deal(team, BATCH):
        pass
    log.info("leads_dealt_again", team_id=team.id)


def preview(team: Team) -> dict[int, tuple[int, int]]:
    """What dealing again would do: how many each person holds now and then, by their id.

    Nobody is in it while the heap is shared or nobody is there to deal to.
    """
    people = find.people_to_deal_to(team)
    if team.distribution is Rule.SHARED or not people:
        return {}
    now = find.count_held([user.id for user in find.coordinators_of(team)])
    kept = find.count_touched([user.id for user in find.coordinators_of(team)])
    again = [replace(one, held=kept.get(one.id, 0)) for one in people]
    then = Counter(kept)
    for given in distribution.shares(find.dealable_counts(team), again).values():
        then.update(given)
    return {user: (now.get(user, 0), then[user]) for user in now.keys() | then.keys()}


def _deal(team: Team, limit: int) -> int:
    """What lies in the team's pool goes into those of its people, a batch a transaction."""
    with reading():
        works = find.undealt_works(team, limit=limit)
        people = find.people_to_deal_to(team) if works else []
        db.session.commit()
    moved = 0
    for _batch in range(BATCHES if people else 0):
        dealt = distribution.deal(works, people, team.distribution)
        _give_all(team, dealt)
        moved += len(dealt)
        if len(works) < limit:
            break
        given = Counter(dealt.values())
        people = [replace(one, held=one.held + given[one.id]) for one in people]
        with reading():
            works = find.undealt_works(team, limit=limit)
            db.session.commit()
    if moved:
        log.info("leads_dealt", team_id=team.id, count=moved, rule=team.distribution)
    return moved


def _give_all(team: Team, dealt: dict[int, int]) -> None:
    for user_id in sorted(set(dealt.values())):
        _give(team, user_id, [item for item, one in dealt.items() if one == user_id])
    db.session.commit()


def _give(team: Team, user_id: int, item_ids: list[int]) -> None:
    db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id.in_(item_ids),
            QueueItem.pool == pool_of(owner_id=None, team_id=team.id, promotion_id=None),
            QueueItem.state.in_(WAITING_STATES),
        )
        .values(owner_id=user_id, pool=pool_of(owner_id=user_id, team_id=None, promotion_id=None))
        .execution_options(synchronize_session=False)
    )
    _outbox.publish(_outbox.to_user(user_id), _outbox.QUEUE_CHANGED)


def _gather(items: Select, limit: int) -> int:
    """One batch of dealt items, back into their teams' pools."""
    with reading():
        ids = db.session.scalars(items.limit(limit)).all()
        db.session.commit()
    if not ids:
        return 0
    moved = db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id.in_(ids),
            QueueItem.owner_id.is_not(None),
            QueueItem.handed_by_id.is_(None),
            QueueItem.state.in_(WAITING_STATES),
        )
        .values(owner_id=null(), pool=team_pool(QueueItem.team_id))
        .execution_options(synchronize_session=False)
    ).rowcount
    _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
    db.session.commit()
    return moved
