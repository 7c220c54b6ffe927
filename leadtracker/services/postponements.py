"""Leaving a lead for later: skipped with a reason for a while, or snoozed until a moment."""

from datetime import datetime, timedelta

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import QueueItem, User
from leadtracker.queries import activities as find
from leadtracker.services import _activity, queue
from leadtracker.services.queue import require_on_desk

log = structlog.get_logger()

MAX_SNOOZE = timedelta(days=30)

#: Undo is offered for six seconds; a slow line may add some.
TAKEN_BACK_WITHIN = timedelta(seconds=10)

#: A skipped item comes back after this long; it stays owed since it was.
SKIPPED_FOR = timedelta(minutes=15)


def skip_item(item: QueueItem, *, reason: str, by: User, until: datetime | None = None) -> None:
    """Pass over the item until then, or for a little while, with a reason people can read later.

    Raises ``RuleViolation`` without a reason, and when the item is not on this desk.
    """
    if not reason.strip():
        raise RuleViolation(
            N_("Say why you pass over them: the next one reads it."), field="reason"
        )
    require_on_desk(item, by)
    was = item.remember()
    item.put_by(max(until or clock.now(), clock.now() + SKIPPED_FOR), waits_for=WaitsFor.SKIPPED)
    _activity.record(
        "lead_skipped",
        by=by.id,
        lead=item.lead_id,
        reason=reason.strip()[:200],
        kind_of_item=item.kind,
        item=item.id,
        was=was,
    )
    db.session.commit()
    log.info("item_skipped", item_id=item.id)


def snooze_item(item: QueueItem, *, until: datetime, by: User) -> None:
    """Take the item off the desk until ``until``, for the same person or pool."""
    require_on_desk(item, by)
    now = clock.now()
    if not now < until <= now + MAX_SNOOZE:
        raise RuleViolation(N_("Snooze until a moment within the next 30 days."), field="until")
    was = item.remember()
    item.schedule(until, waits_for=WaitsFor.SNOOZED)
    _activity.record(
        "lead_snoozed",
        by=by.id,
        lead=item.lead_id,
        until=until.isoformat(),
        item=item.id,
        was=was,
    )
    db.session.commit()
    log.info("item_snoozed", item_id=item.id)


def take_back(item: QueueItem, *, by: User) -> None:
    """Have the item on the desk again that was just put by, owed since the same moment as before.

    Raises ``RuleViolation`` when it was put by too long ago, by somebody else, or is gone since.
    """
    step = find.find_postponement(item, by=by, since=clock.now() - TAKEN_BACK_WITHIN)
    put_by = item.waits_for in {WaitsFor.SKIPPED, WaitsFor.SNOOZED}
    if step is None or not put_by or item.state is not QueueState.SCHEDULED:
        raise RuleViolation(N_("It is too late to take that back. Find them in the queue."))
    item.restore(step.data["was"])
    db.session.flush()
    queue.open_item(item, by=by)
    log.info("postponement_taken_back", item_id=item.id)
