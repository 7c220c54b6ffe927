"""Whether the scheduler does its work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from leadtracker.db import db
from leadtracker.models import JobFailure, SchedulerLease
from leadtracker.models.process import LEASE

#: Without a tick for so long, everybody is told.
LATE_AFTER = timedelta(minutes=2)


def find_scheduler_lease() -> SchedulerLease | None:
    return db.session.get(SchedulerLease, LEASE, populate_existing=True)


def find_last_tick() -> datetime | None:
    """When the scheduler last ran its jobs; None before its first time."""
    return db.session.scalar(select(SchedulerLease.ticked_at).where(SchedulerLease.name == LEASE))


def scheduler_late(now: datetime) -> bool:
    """Whether nothing makes calls due at present: no tick for ``LATE_AFTER``, or none ever."""
    return is_late(find_last_tick(), now)


def is_late(ticked_at: datetime | None, now: datetime) -> bool:
    """Whether a scheduler that last ticked then is late."""
    return ticked_at is None or ticked_at < now - LATE_AFTER


def failing_jobs() -> list[JobFailure]:
    """The scheduler's jobs that fail, longest first."""
    return list(db.session.scalars(select(JobFailure).order_by(JobFailure.since, JobFailure.name)))
