"""Giving work to somebody: a colleague's callbacks, a lead that goes on top, a hand-over.

Each step is a batch of rows (``models.Assignment``) that says where every item lay before, so that
it can be taken back in one. An item moves by compare-and-set: whoever was faster, a coordinator who
took it or another team lead, keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog
from sqlalchemy import ColumnElement, select, update

from leadtracker.db import db
from leadtracker.domain import clock, distribution
from leadtracker.domain.distribution import Dealt, Rule, Work
from leadtracker.domain.errors import N_, NotFound, RuleViolation
from leadtracker.domain.queue import (
    TOP_RANK,
    WAITING_STATES,
    QueueKind,
    QueueState,
    WaitsFor,
    is_held,
    owner_of_pool,
    pool_of,
)
from leadtracker.models import Assignment, FollowUp, QueueItem, Team, User
from leadtracker.models.promotion import PromotionState
from leadtracker.queries import assignments as find
from leadtracker.services import _activity, _outbox, presence, promotion_queue

log = structlog.get_logger()

MAX_NOTE = 300

#: A step is taken back on the day it was made; later, leads have gone on from it.
UNDO_WITHIN = timedelta(hours=12)


@dataclass(frozen=True)
class Moved:
    """What came of a step: how many items moved, and the batch that takes them back."""

    batch: str
    count: int


def assign_items(items: Sequence[QueueItem], *, to: User | Team, by: User, note: str = "") -> Moved:
    """Give waiting items to a person or a team, with a note that the row shows.

    Raises ``RuleViolation`` when there is nothing to give, or when somebody took all of it first.
    """
    _require_at_work(to)
    moved = move_each([(item, to) for item in items], by=by, note=note)
    db.session.commit()
    log.info("items_assigned", count=moved.count, batch=moved.batch)
    return moved


def give_out_late(items: Sequence[QueueItem], *, free: Sequence[User], by: User) -> Moved:
    """Deal late promises to those who are free now, evenly.

    Raises ``RuleViolation`` when nobody is free, or nothing is late any more.
    """
    if not free:
        raise RuleViolation(N_("Nobody is free right now. Give them to somebody by name."))
    heaps = find.count_due_of([user.id for user in free])
    people = [Dealt(id=user.id, held=heaps.get(user.id, 0)) for user in free]
    dealt = distribution.deal([Work(id=item.id) for item in items], people, Rule.ROUND_ROBIN)
    named = {user.id: user for user in free}
    moved = move_each([(item, named[dealt[item.id]]) for item in items], by=by)
    db.session.commit()
    log.info("late_given_out", count=moved.count, batch=moved.batch)
    return moved


def move_each(moves: Sequence[tuple[QueueItem, User | Team]], *, by: User, note: str = "") -> Moved:
    """:func:`assign_items` inside the caller's transaction, each item to a taker of its own."""
    for item, _to in moves:
        require_not_held(item)
    batch = str(uuid4())
    moved = [item for item, to in moves if move(item, to, batch=batch, by=by, note=note)]
    if not moved:
        raise RuleViolation(N_("There is nothing left to give: somebody was faster."))
    return Moved(batch, len(moved))


def move(
    item: QueueItem,
    to: User | Team,
    *,
    batch: str,
    by: User,
    note: str = "",
    **changes,
) -> bool:
    """Move one item in the caller's transaction; False when it was taken in the meantime.

    ``changes`` are other columns of the item that change in the same step.
    """
    before = assignment_of(item, to, batch=batch, by=by)
    owner_id, team_id = _owner_and_team(to, item.team_id)
    values = {
        "owner_id": owner_id,
        "team_id": team_id,
        "pool": before.to_pool,
        "note": note.strip()[:MAX_NOTE],
        "handed_by_id": by.id,
    }
    if not _compare_and_set(item, before.from_pool, values | changes):
        return False
    before.to_not_before = changes.get("not_before")
    db.session.add(before)
    _move_promise(item.follow_up, owner_id)
    _activity.record(
        "lead_assigned",
        by=by.id,
        lead=item.lead_id,
        item=item.id,
        to=to.name,
        note=values["note"],
        was=before.from_pool,
        now=before.to_pool,
    )
    tell_pools({before.from_pool, before.to_pool})
    return True


def assignment_of(
    item: QueueItem, to: User | Team, *, batch: str, by: User, is_new: bool = False
) -> Assignment:
    """How ``item`` is now, before it goes ``to`` somebody."""
    owner_id, team_id = _owner_and_team(to, item.team_id)
    pool = pool_of(owner_id=owner_id, team_id=team_id, promotion_id=None)
    return Assignment(
        batch=batch,
        item_id=item.id,
        by_id=by.id,
        from_owner_id=item.owner_id,
        from_team_id=item.team_id,
        from_pool="" if is_new else item.pool,
        from_rank=item.rank,
        from_not_before=item.not_before,
        from_waits_for=item.waits_for,
        from_note=item.note,
        from_handed_by_id=item.handed_by_id,
        to_pool=pool,
    )


def undo(batch: str, *, by: User) -> int:
    """Take a step back: what still lies where it put it goes to where it was; returns how many.

    Only what the step changed is restored: a moment that was agreed since, a snooze or a rest after
    another try stays. Raises ``NotFound`` for a step of nobody's, ``RuleViolation`` when all of it
    has moved on, and after ``UNDO_WITHIN``; what lies on top is taken down at any time.
    """
    steps = find.steps_of(batch)
    if not steps:
        raise NotFound(N_("There is no such step."))
    _require_recent(steps)
    taken = db.session.execute(
        update(Assignment)
        .where(Assignment.batch == batch, Assignment.undone_at.is_(None))
        .values(undone_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    back = sum(_put_back(step, by) for step in steps) if taken.rowcount else 0
    if not back:
        db.session.rollback()
        raise RuleViolation(N_("It has moved on already. Nothing was taken back."))
    db.session.commit()
    log.info("assignment_undone", count=back, batch=batch)
    return back


def _require_recent(steps: Sequence[Assignment]) -> None:
    if clock.now() > steps[0].at + UNDO_WITHIN and not all(map(_lies_on_top, steps)):
        raise RuleViolation(N_("That was too long ago to take back. Give the leads on instead."))


def _put_back(step: Assignment, by: User) -> bool:
    item = step.item
    if step.from_owner_id and not db.session.get(User, step.from_owner_id).is_active:
        return False
    db.session.refresh(item)
    since = QueueItem.not_before == item.not_before, ~find.was_given_again(step)
    if not _compare_and_set(item, step.to_pool, _values_before(step), *since):
        return False
    if step.from_pool:
        _move_promise(item.follow_up, step.from_owner_id)
    if step.replaced is not None:
        _bring_back(step.replaced)
    _activity.record("assignment_undone", by=by.id, lead=item.lead_id, item=item.id)
    tell_pools({step.to_pool, step.from_pool})
    return True


def _values_before(step: Assignment) -> dict:
    """What the step changed, as it was; what has changed again since is left out."""
    if not step.from_pool:
        return {"state": QueueState.CANCELLED, "closed_at": clock.now()}
    values = {
        "owner_id": step.from_owner_id,
        "team_id": step.from_team_id,
        "pool": step.from_pool,
        "note": step.from_note,
        "handed_by_id": step.from_handed_by_id,
    }
    if _lies_on_top(step):
        values["rank"] = _rank_before(step)
    if step.to_not_before is not None and step.item.not_before == step.to_not_before:
        is_due = step.from_not_before <= clock.now()
        values["not_before"] = step.from_not_before
        values["waits_for"] = WaitsFor(step.from_waits_for)
        values["state"] = QueueState.READY if is_due else QueueState.SCHEDULED
    return values


def _lies_on_top(step: Assignment) -> bool:
    """Whether the step put it on top, where it still lies."""
    return step.from_rank != TOP_RANK and step.item.rank == TOP_RANK


def _rank_before(step: Assignment) -> int:
    """Its promotion's place may have changed since."""
    promotion = step.item.promotion if step.item.kind is QueueKind.PROMOTION else None
    return promotion.rank if promotion else step.from_rank


def _bring_back(replaced: QueueItem) -> None:
    """A promotion's turn, unless the promotion has ended; one that rests holds it."""
    promotion = replaced.promotion
    if replaced.state is not QueueState.CANCELLED or promotion.state is PromotionState.ENDED:
        return
    replaced.reopen()
    db.session.flush()
    promotion_queue.place_items(promotion, only=replaced)
    db.session.refresh(replaced)


def require_not_held(item: QueueItem) -> None:
    """Raise ``RuleViolation`` for a lead that its promotion may not call now."""
    if is_held(item.pool):
        raise RuleViolation(
            N_(
                "This lead may not be called for %(promotion)s now: it is paused, has ended, "
                "or is for other teams."
            ),
            promotion=item.promotion.name,
        )


def _compare_and_set(item: QueueItem, pool: str, values: dict, *since: ColumnElement[bool]) -> bool:
    changed = db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.id == item.id,
            QueueItem.pool == pool,
            QueueItem.state.in_(WAITING_STATES),
            *since,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(item)
    return changed.rowcount == 1


def _owner_and_team(to: User | Team, team_id: int | None) -> tuple[int | None, int | None]:
    return (to.id, team_id) if isinstance(to, User) else (None, to.id)


def _move_promise(follow_up: FollowUp | None, owner_id: int | None) -> None:
    """A promise is kept by whoever has its item; given to a team, it stays its maker's."""
    if follow_up is not None and follow_up.is_open and owner_id is not None:
        follow_up.owner_id, follow_up.offered_at = owner_id, None


def _require_at_work(to: User | Team) -> None:
    if isinstance(to, User) and not to.is_active:
        raise RuleViolation(N_("%(name)s does not work here any more."), field="to", name=to.name)


def tell_pools(pools: set[str]) -> None:
    """Everybody whose queue changed hears of it, and whoever watches the floor."""
    _outbox.publish_pools(pools)
    owners = {owner for pool in pools if (owner := owner_of_pool(pool)) is not None}
    for user in db.session.scalars(select(User).where(User.id.in_(owners))):
        presence.tell_floor(user)
