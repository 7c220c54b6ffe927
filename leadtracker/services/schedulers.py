"""Which scheduler leads, when it last ticked, and which of its jobs fail.

Any number of schedulers may run; whoever holds the lease does the work. A lease is renewed by
compare-and-set and lapses by itself, so a leader that was killed is replaced in less than 15 s.
Clocks of several machines should agree to the second; should they not, or should a leader wake up
from a long sleep, two may lead for a moment. That does no harm: every job takes its rows by
compare-and-set as well.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import case, delete, or_, update
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import JobFailure, SchedulerLease
from leadtracker.models.process import LEASE

log = structlog.get_logger()

#: A lease holds this long after its last renewal.
LEASE_SECONDS = 10

#: The holder renews it this often, and the others try for it as often.
RENEW_SECONDS = 3

#: What is kept of an error; the log has all of it.
_ERROR_LENGTH = 500


def take_lease(holder: str) -> bool:
    """Take the lease or renew it; whether ``holder`` leads for the next ``LEASE_SECONDS``."""
    now = clock.now()
    is_ours = SchedulerLease.holder == holder
    # One from before the clock was put back would hold for as long as it was put back.
    is_free = or_(SchedulerLease.expires_at <= now, SchedulerLease.expires_at > _too_late(now))
    result = db.session.execute(
        update(SchedulerLease)
        .where(SchedulerLease.name == LEASE, is_ours | is_free)
        .values(
            holder=holder,
            acquired_at=case((is_ours, SchedulerLease.acquired_at), else_=now),
            expires_at=_end_of_lease(now),
        )
        .execution_options(synchronize_session=False)
    )
    leads = result.rowcount == 1 or _found_lease(holder, now)
    db.session.commit()
    return leads


def _found_lease(holder: str, now: datetime) -> bool:
    """Write the first lease of this database, unless there is one already."""
    if db.session.get(SchedulerLease, LEASE) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(
                SchedulerLease(
                    name=LEASE, holder=holder, acquired_at=now, expires_at=_end_of_lease(now)
                )
            )
    except IntegrityError:
        return False
    return True


def _too_late(now: datetime) -> datetime:
    """No lease ends after this: clocks of several machines may differ, but not by so much."""
    return _end_of_lease(now) + timedelta(seconds=LEASE_SECONDS)


def _end_of_lease(now: datetime) -> datetime:
    return now + timedelta(seconds=LEASE_SECONDS)


def release_lease(holder: str) -> None:
    """Let the next scheduler take over at once; nothing happens unless ``holder`` leads."""
    db.session.execute(
        update(SchedulerLease)
        .where(SchedulerLease.name == LEASE, SchedulerLease.holder == holder)
        .values(expires_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def note_tick() -> None:
    """A job of the scheduler's: it shows that jobs are being run."""
    now = clock.now()
    ticked = update(SchedulerLease).where(SchedulerLease.name == LEASE).values(ticked_at=now)
    result = db.session.execute(ticked.execution_options(synchronize_session=False))
    if result.rowcount == 0:
        _found_lease("", now - timedelta(seconds=LEASE_SECONDS))
    db.session.commit()


def note_failure(name: str, error: BaseException) -> None:
    """Keep that the job ``name`` failed, for whoever looks after the system."""
    db.session.rollback()
    failure = db.session.get(JobFailure, name)
    if failure is None:
        failure = JobFailure(name=name, failures=0)
        db.session.add(failure)
    failure.failures += 1
    failure.failed_at = clock.now()
    failure.error = f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
    db.session.commit()


def note_success(name: str) -> None:
    """Forget that the job ``name`` failed."""
    result = db.session.execute(delete(JobFailure).where(JobFailure.name == name))
    db.session.commit()
    if result.rowcount:
        log.info("job_recovered", job=name)
