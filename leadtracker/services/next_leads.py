"""The lead after this one, kept for the desk while its coordinator is still busy with the first.

It is a claim like any other, with a lease that the page renews only while a next lead may be wanted
soon: in a long conversation it lapses and somebody else calls them. Whatever is more urgent when
the desk goes on comes first, and the kept one goes back (``services.queue.take_next``).
"""

from datetime import timedelta

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import LEASE_SECONDS
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
    if kept is not None:
        kept.lease_until = clock.now() + timedelta(seconds=LEASE_SECONDS)
    elif _is_at_work(user):
        kept = queue.claim_best(find.pools_of(user), user, is_next=True)
    db.session.commit()
    return kept


def _is_at_work(user: User) -> bool:
    span = find_presence.find_open_span(user)
    if span is not None and span.is_rest:
        return False
    return find.has_unsettled_call(user) or find.find_claimed(user) is not None
