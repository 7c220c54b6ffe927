"""A lead that is merely kept for a desk is not in anybody's way: it is let go for who needs it."""

from sqlalchemy import update

from leadtracker.db import db
from leadtracker.domain.queue import QueueState
from leadtracker.models import QueueItem
from leadtracker.models.queue_item import ON_NO_DESK
from leadtracker.services import _outbox


def let_go(item: QueueItem) -> bool:
    """In the caller's transaction: back to the queue with a lead that lies on no desk yet.

    By compare-and-set: False when it is not kept, or has come onto the desk in the meantime.
    """
    if not (item.state is QueueState.CLAIMED and item.is_next):
        return False
    released = db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id == item.id,
            QueueItem.state == QueueState.CLAIMED,
            QueueItem.claimed_by_id == item.claimed_by_id,
            QueueItem.is_next,
        )
        .values(
            state=QueueState.READY,
            **ON_NO_DESK,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(item)
    if released.rowcount:
        _outbox.publish_pools({item.pool})
    return released.rowcount == 1
