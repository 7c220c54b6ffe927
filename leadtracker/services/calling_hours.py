"""Calling hours folded into the queue: what nobody may call now is not offered now."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import structlog
from sqlalchemy import update

from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.dial_gate import window_at
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import QueueItem
from leadtracker.queries import audiences as find
from leadtracker.services import _outbox

log = structlog.get_logger()

#: Where no hour is allowed as far as the rules can see, look again after this.
LOOK_AGAIN = timedelta(days=1)


def opening_in(zone: str, earliest: datetime) -> datetime | None:
    """The first moment from ``earliest`` on at which ``zone`` may be called; None for no zone."""
    try:
        window = window_at((zone,), earliest)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    if window.is_open:
        return earliest
    return window.opens_at or earliest + LOOK_AGAIN


def park_closed_hours() -> int:
    """Send ready items of zones that have closed to their next opening; returns how many.

    For the scheduler. They keep their place: ``due_at`` stays, and ``queue_sweeps`` brings them
    back.
    """
    now, parked = clock.now(), 0
    with reading():
        zones = find.zones_ready()
        db.session.commit()
    for zone in zones:
        opens_at = opening_in(zone, now) if zone else None
        if opens_at is not None and opens_at > now:
            parked += _park(zone, opens_at)
    if parked:
        _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
        log.info("items_parked", count=parked)
    db.session.commit()
    return parked


def _park(zone: str, opens_at: datetime) -> int:
    parked = (
        update(QueueItem)
        .where(
            QueueItem.time_zone == zone,
            QueueItem.state == QueueState.READY,
        )
        .values(state=QueueState.SCHEDULED, not_before=opens_at, waits_for=WaitsFor.HOURS)
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(parked).rowcount
