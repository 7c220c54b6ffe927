"""Dealing a team's promotion leads into its people's own queues, by the team's rule.

What lies in the team's pool is dealt a batch at a time, each in a transaction of its own, so that
no lock is held long. What was dealt and nobody has called yet may be taken back and dealt again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import structlog
from sqlalchemy import String, func, literal, null, update

from leadtracker.db import db, reading
from leadtracker.domain import distribution
from leadtracker.domain.distribution import Rule
from leadtracker.domain.queue import WAITING_STATES
from leadtracker.models import QueueItem, Team, User
from leadtracker.queries import distributions as find
from leadtracker.queries import teams as find_teams
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()

#: So many leads change hands in one transaction.
BATCH = 2000


def keep_dealt(*, limit: int = BATCH) -> int:
    """Deal what lies undealt, and gather what a shared heap should hold; returns how many moved.

    For the scheduler. Whether there is anything to do is looked up without the write lock.
    """
    for team in find_teams.all_teams():
        if moved := _take_step(team, limit):
            return moved
    return 0


def _take_step(team: Team, limit: int) -> int:
    strays = _gather(team, find.stray_items, limit)
    if strays:
        return strays
    if team.distribution is Rule.SHARED:
        return _gather(team, find.dealt_items, limit)
    return _deal(team, limit)


def deal_again(team: Team, *, by: User) -> None:
    """Take back what was dealt and not called yet, and deal all of it anew."""
    _activity.record("leads_dealt_again", by=by.id, team=team.id, rule=team.distribution)
    db.session.commit()
    while _gather(team, find.dealt_items, BATCH):
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
    """One batch out of the team's pool, into the pools of its people."""
    with reading():
        works = find.undealt_works(team, limit=limit)
        people = find.people_to_deal_to(team) if works else []
        db.session.commit()
    if not works or not people:
        return 0
    dealt = distribution.deal(works, people, team.distribution)
    for person in people:
        _give(team, person.id, [item for item, one in dealt.items() if one == person.id])
    db.session.commit()
    log.info("leads_dealt", team_id=team.id, count=len(dealt), rule=team.distribution)
    return len(dealt)


def _give(team: Team, user_id: int, item_ids: list[int]) -> None:
    if not item_ids:
        return
    db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id.in_(item_ids),
            QueueItem.pool == f"team:{team.id}",
            QueueItem.state.in_(WAITING_STATES),
        )
        .values(owner_id=user_id, pool=f"user:{user_id}")
        .execution_options(synchronize_session=False)
    )
    _outbox.publish(_outbox.to_user(user_id), _outbox.QUEUE_CHANGED)


def _gather(team: Team, items: Callable[..., list[int]], limit: int) -> int:
    """One batch of what was dealt and not called yet, back into the team's pool."""
    with reading():
        ids = items(team, limit=limit)
        db.session.commit()
    if not ids:
        return 0
    db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id.in_(ids),
            QueueItem.pool == literal("user:").concat(func.cast(QueueItem.owner_id, String)),
            QueueItem.state.in_(WAITING_STATES),
        )
        .values(owner_id=null(), pool=f"team:{team.id}")
        .execution_options(synchronize_session=False)
    )
    _outbox.publish(_outbox.to_team(team.id), _outbox.QUEUE_CHANGED)
    db.session.commit()
    return len(ids)
