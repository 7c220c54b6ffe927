"""Claiming, returning and moving queue items.

A claim is a compare-and-set: PostgreSQL skips rows another claim holds, SQLite lets one writer in
at a time, and on both a unique index allows a lead on one desk only. A claim is a lease: the desk
renews it while it is open, and an item whose desk vanished goes back by itself.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import LEASE_SECONDS, QueueState, WaitsFor
from leadtracker.models import QueueItem, User
from leadtracker.models.queue_item import ON_NO_DESK
from leadtracker.queries import queue as find
from leadtracker.services import _outbox, presence

log = structlog.get_logger()

#: Two claims may reach for items of one lead; the loser tries the next one, this often.
CLAIM_TRIES = 5

#: How long an item stays with a desk that is not heard of.
LEASE = timedelta(seconds=LEASE_SECONDS)


def claim_next(user: User) -> QueueItem | None:
    """Put the next item on the user's desk and return it; None when nothing can be called now.

    Whoever has an item already keeps it: asking twice, or in two tabs, takes nothing more. Raises
    ``RuleViolation`` while an outcome is owed.
    """
    item = take_next(user)
    db.session.commit()
    return item


def take_next(user: User) -> QueueItem | None:
    """:func:`claim_next` inside the caller's transaction."""
    lock_desk(user)
    refuse_while_unsettled(user)
    presence.require_at_work(user)
    if held := find.find_claimed(user):
        renew(user)
        return held
    pools = find.pools_of(user)
    kept = find.find_next(user)
    if kept is not None and kept.pool in pools:
        return _take_kept_or_better(kept, pools, user)
    if kept is not None:
        give_back(user)
    return claim_best(pools, user)


def _take_kept_or_better(kept: QueueItem, pools: Sequence[str], user: User) -> QueueItem | None:
    """What is kept for the desk, unless something more urgent is ready by now.

    That may be a promise to the same lead, which nobody else is offered while the lead is kept.
    """
    urgent = find.urgent_item_of_lead(kept.lead_id, pools, above=kept.rank)
    if urgent is not None:
        give_back(user)
        return _claim(_claim_of_item(), user, item_id=urgent)
    if item := claim_best(pools, user, above=kept.rank):
        give_back(user, but=item)
        return item
    if db.session.execute(_bring_up(), _lease_of(user) | {"item_id": kept.id}).rowcount:
        kept.is_next = False
        return kept
    return claim_best(pools, user)


@cache
def _bring_up():
    """From kept to on the desk, if it is still kept."""
    return (
        update(QueueItem.__table__)
        .where(
            QueueItem.id == bindparam("item_id"),
            QueueItem.claimed_by_id == bindparam("desk"),
            QueueItem.state == QueueState.CLAIMED,
        )
        .values(is_next=False, lease_until=bindparam("until"))
    )


def _lease_of(user: User) -> dict:
    return {"desk": user.id, "until": clock.now() + LEASE}


def give_back(user: User, *, but: QueueItem | None = None) -> None:
    """In the caller's transaction: everything the user has claimed goes back as it was.

    By compare-and-set: what has lapsed and is a colleague's by now stays theirs.
    """
    own = QueueItem.claimed_by_id == user.id, QueueItem.state == QueueState.CLAIMED
    pools = db.session.scalars(
        update(QueueItem)
        .where(*own, *([QueueItem.id != but.id] if but is not None else []))
        .values(
            state=QueueState.READY,
            **ON_NO_DESK,
        )
        .returning(QueueItem.pool)
        .execution_options(synchronize_session="fetch")
    ).all()
    _outbox.publish_pools(set(pools))


def claim_best(
    pools: Sequence[str], user: User, *, above: int | None = None, is_next: bool = False
) -> QueueItem | None:
    """In the caller's transaction: claim the best item of these pools, None when there is none.

    With ``above`` only an item that comes before that rank. ``is_next`` keeps it for later.
    """
    for _try in range(CLAIM_TRIES):
        ordered = find.pools_by_head(pools, above=above)
        if not ordered:
            return None
        for pool in ordered:
            if item := _claim(claim_of_head(), user, from_pool=pool, is_next=is_next):
                return item
    return None


def lock_desk(user: User) -> None:
    """One desk per person: two tabs asking at once wait for each other here.

    SQLite has one writer anyway; PostgreSQL locks the person's row.
    """
    db.session.execute(_lock_of_desk(), {"desk": user.id})


@cache
def _lock_of_desk():
    return select(User.id).where(User.id == bindparam("desk")).with_for_update(key_share=True)


@cache
def claim_of_head():
    """The statement of a claim from the pool ``:from_pool``; ``make bench B=claims`` times it."""
    head = find.head_of_pool().with_for_update(skip_locked=True, of=QueueItem)
    return _claim_where(QueueItem.id == head.scalar_subquery())


@cache
def _claim_of_item():
    """A chosen item: whoever put it by may think again."""
    by_choice = QueueItem.waits_for.in_((WaitsFor.SKIPPED, WaitsFor.SNOOZED))
    put_by = (QueueItem.state == QueueState.SCHEDULED) & by_choice
    chosen = QueueItem.id == bindparam("item_id")
    return _claim_where(chosen, (QueueItem.state == QueueState.READY) | put_by)


def _claim_where(which, may_be=QueueItem.state == QueueState.READY):
    """Claim the item ``which`` names for ``:desk``, built once and run at each claim."""
    return (
        update(QueueItem.__table__)
        .where(which, may_be)
        .values(
            state=QueueState.CLAIMED,
            claimed_by_id=bindparam("desk"),
            claimed_at=bindparam("since"),
            lease_until=bindparam("until"),
            is_next=bindparam("is_next"),
        )
        .returning(QueueItem.id)
    )


def _claim(stmt, user: User, *, is_next: bool = False, **which) -> QueueItem | None:
    """Run a claim; None when the item is gone or its lead is on a desk already."""
    now = clock.now()
    lease = {"since": now, "until": now + LEASE, "is_next": is_next}
    try:
        with db.session.begin_nested():
            claimed = db.session.scalar(stmt, {"desk": user.id} | lease | which)
    except IntegrityError:
        return None
    return claimed and db.session.get(QueueItem, claimed, populate_existing=True)


def refuse_while_unsettled(user: User) -> None:
    """A call that is going on, or owes its outcome, comes before anything else."""
    if not find.has_unsettled_call(user):
        return
    call = find.find_unsettled_call(user)
    if call.owes_outcome:
        raise RuleViolation(
            N_("One outcome is still owed: %(lead)s. Set it first, then the queue goes on."),
            lead=call.lead.name,
        )
    raise RuleViolation(N_("You are on a call with %(lead)s."), lead=call.lead.name)


def open_item(item: QueueItem, *, by: User) -> QueueItem:
    """Put a chosen item on the desk instead of the present one, which goes back to the queue.

    Raises ``RuleViolation`` when a colleague was faster or an outcome is owed.
    """
    lock_desk(by)
    refuse_while_unsettled(by)
    held = find.find_claimed(by)
    if held is not None and held.id == item.id:
        return held
    give_back(by)
    claimed = _claim(_claim_of_item(), by, item_id=item.id)
    if claimed is None:
        db.session.rollback()
        _refuse_taken(item)
    _outbox.publish(_outbox.to_user(by.id), _outbox.QUEUE_CHANGED, item=claimed.id)
    db.session.commit()
    return claimed


def _refuse_taken(item: QueueItem) -> None:
    db.session.refresh(item)
    if item.state is QueueState.SCHEDULED:
        raise RuleViolation(N_("This one waits for its time. It comes up by itself."))
    raise RuleViolation(N_("A colleague has just taken this one. The queue is up to date now."))


def renew(user: User, item: QueueItem | None = None) -> bool:
    """Lengthen the lease of what is on the user's desk, in the caller's transaction.

    Returns whether anything is, or whether ``item`` is.
    """
    which = _lease_of(user) | ({"item_id": item.id} if item is not None else {})
    return db.session.execute(_renewal(item is not None), which).rowcount > 0


@cache
def _renewal(of_item: bool):
    on_desk = (
        update(QueueItem.__table__)
        .where(
            QueueItem.claimed_by_id == bindparam("desk"),
            QueueItem.state == QueueState.CLAIMED,
            ~QueueItem.is_next,
        )
        .values(lease_until=bindparam("until"))
    )
    return on_desk.where(QueueItem.id == bindparam("item_id")) if of_item else on_desk


def keep_desk(user: User) -> None:
    """The desk is open and alive: renew its lease, and note that its coordinator is there."""
    renew(user)
    presence.note_desk(user)
    db.session.commit()


def leave_desk(user: User, state: Presence) -> None:
    """Take a break: what lies on the desk goes back to the queue, as it was.

    Raises ``RuleViolation`` during a call and while an outcome is owed: neither may be left.
    """
    lock_desk(user)
    refuse_while_unsettled(user)
    give_back(user)
    presence.take_rest(user, state)
    db.session.commit()
    log.info("desk_left", account_id=user.id, state=state)


def return_to_desk(user: User) -> None:
    """Come back from a break."""
    lock_desk(user)
    presence.come_back(user)
    db.session.commit()
    log.info("desk_taken", account_id=user.id)


def require_on_desk(item: QueueItem, by: User) -> None:
    """Raise ``RuleViolation`` unless the item lies on this desk now and nothing else is owed."""
    refuse_while_unsettled(by)
    require_claimed(item, by)


def require_claimed(item: QueueItem, by: User) -> None:
    """Raise ``RuleViolation`` unless the item lies on this desk now; its lease is renewed."""
    if not renew(by, item):
        raise RuleViolation(N_("This lead is not on your desk any more."))
