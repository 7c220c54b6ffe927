"""Leaving a lead for later: skipped with a reason for a while, or snoozed until a moment."""

from datetime import datetime, timedelta

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import WaitsFor
from leadtracker.models import QueueItem, User
from leadtracker.services import _activity
from leadtracker.services.queue import require_on_desk

log = structlog.get_logger()

MAX_SNOOZE = timedelta(days=30)

#: A skipped item comes back after this long; it stays owed since it was.
SKIPPED_FOR = timedelta(minutes=15)


def skip_item(item: QueueItem, *, reason: str, by: User, until: datetime | None = None) -> None:
    """Pass over the item until then, or for a little while, with a reason people can read later."""
    require_on_desk(item, by)
    item.put_by(max(until or clock.now(), clock.now() + SKIPPED_FOR), waits_for=WaitsFor.SKIPPED)
    _activity.record(
        "lead_skipped", by=by.id, lead=item.lead_id, reason=reason[:200], kind_of_item=item.kind
    )
    db.session.commit()
    log.info("item_skipped", item_id=item.id)


def snooze_item(item: QueueItem, *, until: datetime, by: User) -> None:
    """Take the item off the desk until ``until``, for the same person or pool."""
    require_on_desk(item, by)
    now = clock.now()
    if not now < until <= now + MAX_SNOOZE:
        raise RuleViolation(N_("Snooze until a moment within the next 30 days."), field="until")
    item.schedule(until, waits_for=WaitsFor.SNOOZED)
    _activity.record("lead_snoozed", by=by.id, lead=item.lead_id, until=until.isoformat())
    db.session.commit()
    log.info("item_snoozed", item_id=item.id)
