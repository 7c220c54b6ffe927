"""Callbacks whose owner is away at the moment: offered to the team, with note and name."""

import structlog
from sqlalchemy import update

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueState, pool_of
from leadtracker.models import FollowUp, QueueItem
from leadtracker.queries import follow_ups as find
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()


def offer_to_teams(*, limit: int = 200) -> int:
    """Move due callbacks of people who are not at their desk to their team's pool.

    Returns how many were looked at. The item is moved by compare-and-set, and only while it waits
    in its owner's pool: what somebody has taken up is theirs. The owner draws from the team's pool
    too and may still be the one who calls. Whoever has no team keeps what is theirs. For the
    scheduler.
    """
    rows = db.session.execute(find.due_with_absent_owners(clock.now()).limit(limit)).all()
    offered = [promise.id for promise, team_id in rows if _offer(promise, team_id)]
    db.session.commit()
    if offered:
        log.info("follow_ups_offered", count=len(offered))
    return len(rows)


def _offer(promise: FollowUp, team_id: int) -> bool:
    item = promise.queue_item
    moved = db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id == item.id,
            QueueItem.pool == item.pool,
            QueueItem.state == QueueState.READY,
        )
        .values(pool=pool_of(owner_id=None, team_id=team_id, promotion_id=None))
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount == 0:
        return False
    promise.offered_at = clock.now()
    _activity.record(
        "follow_up_offered",
        by=None,
        lead=promise.lead_id,
        follow_up=promise.id,
        owner=promise.owner_id,
        team=team_id,
    )
    _outbox.publish(_outbox.to_team(team_id), _outbox.QUEUE_CHANGED)
    _outbox.publish(_outbox.to_user(promise.owner_id), _outbox.QUEUE_CHANGED)
    return True
