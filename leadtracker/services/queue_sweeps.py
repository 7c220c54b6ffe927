"""What happens to the queue by itself: items come due, and leases lapse. For the scheduler."""

import structlog
from sqlalchemy import exists, select, update

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import PROMOTIONS_FROM, QueueState
from leadtracker.models import Call, QueueItem
from leadtracker.models.queue_item import ON_NO_DESK
from leadtracker.services import _outbox
from leadtracker.services.queue import LEASE

log = structlog.get_logger()


def make_due_ready(*, limit: int = 5000) -> int:
    """Scheduled items whose moment has come become ready, promises before promotions.

    Returns how many. Called by the scheduler. Two schedulers at once do no harm: the state is
    compared and set. A promise never waits behind a promotion's thousands.
    """
    promises = QueueItem.rank < PROMOTIONS_FROM
    pools = _make_ready(promises, limit) or _make_ready(~promises, limit)
    _outbox.publish_pools(set(pools))
    db.session.commit()
    if pools:
        log.info("items_made_ready", count=len(pools))
    return len(pools)


def _make_ready(which, limit: int) -> list[str]:
    """Make due items of one kind ready and return the pools they lie in."""
    due = (
        select(QueueItem.id)
        .where(QueueItem.state == QueueState.SCHEDULED, QueueItem.not_before <= clock.now(), which)
        .order_by(QueueItem.not_before)
        .limit(limit)
        .with_for_update(skip_locked=True, of=QueueItem)
    )
    ids = db.session.scalars(due).all()
    return list(
        db.session.scalars(
            update(QueueItem)
            .where(QueueItem.id.in_(ids), QueueItem.state == QueueState.SCHEDULED)
            .values(state=QueueState.READY)
            .returning(QueueItem.pool)
            .execution_options(synchronize_session=False)
        )
    )


def return_lapsed() -> int:
    """Items whose desk vanished go back, unless a call on them is going on or owes its outcome.

    A lease from before the clock was put back is no longer than any other.
    """
    now = clock.now()
    db.session.execute(
        update(QueueItem)
        .where(QueueItem.state == QueueState.CLAIMED, QueueItem.lease_until > now + 2 * LEASE)
        .values(lease_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    unsettled = exists().where(Call.queue_item_id == QueueItem.id, Call.wrapped_up_at.is_(None))
    pools = db.session.scalars(
        update(QueueItem)
        .where(QueueItem.state == QueueState.CLAIMED, QueueItem.lease_until < now, ~unsettled)
        .values(
            state=QueueState.READY,
            **ON_NO_DESK,
        )
        .returning(QueueItem.pool)
        .execution_options(synchronize_session=False)
    ).all()
    _outbox.publish_pools(set(pools))
    db.session.commit()
    if pools:
        log.info("leases_lapsed", count=len(pools))
    return len(pools)
