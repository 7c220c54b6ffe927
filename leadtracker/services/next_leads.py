"""The lead after this one, kept for the desk while its coordinator is still busy with the first.

It is a claim like any other, with a lease that the page renews only while a next lead may be wanted
soon: in a long conversation it lapses and somebody else calls them. Whatever is more urgent when
the desk goes on comes first, and the kept one goes back (``services.queue.take_next``).
"""

from sqlalchemy import update

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueState
from leadtracker.models import QueueItem, User
from leadtracker.queries import presence as find_presence
from leadtracker.queries import queue as find
from leadtracker.services import queue


def keep_next(user: User) -> QueueItem | None:
    """Claim what the desk would get next, or lengthen the lease of what is kept; None without any.

    Nothing is kept for an empty desk, which takes what there is, nor during a break.
    """
    queue.lock_desk(user)
    kept = find.find_next(user)
    if kept is None or not _renew(kept, user):
        kept = None
        if _is_at_work(user):
            kept = queue.claim_best(find.pools_of(user), user, is_next=True)
    db.session.commit()
    return kept


def _renew(kept: QueueItem, user: User) -> bool:
    """Whether it was still kept; it may have lapsed, and be a colleague's by now."""
    renewed = db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id == kept.id,
            QueueItem.claimed_by_id == user.id,
            QueueItem.state == QueueState.CLAIMED,
        )
        .values(lease_until=clock.now() + queue.LEASE)
    )
    return renewed.rowcount > 0


def _is_at_work(user: User) -> bool:
    span = find_presence.find_open_span(user)
    if span is not None and span.is_rest:
        return False
    return find.has_unsettled_call(user) or find.find_claimed(user) is not None
