"""Whether the scheduler does its work."""

from datetime import timedelta

from leadtracker.domain import clock as time
from leadtracker.queries import health
from leadtracker.services import schedulers


def test_a_scheduler_that_never_ran_is_late(db, clock):
    assert health.find_last_tick() is None
    assert health.scheduler_late(time.now())


def test_a_scheduler_is_late_two_minutes_after_its_last_tick(db, clock):
    schedulers.note_tick()

    assert not health.scheduler_late(time.now() + timedelta(minutes=2))
    assert health.scheduler_late(time.now() + timedelta(minutes=2, seconds=1))


def test_a_leader_that_holds_the_lease_but_runs_no_job_is_late(db, clock):
    schedulers.take_lease("first")
    clock.shift(timedelta(minutes=3))
    schedulers.take_lease("first")

    assert health.scheduler_late(time.now())


def test_failing_jobs_come_longest_first(db, clock):
    schedulers.note_failure("b", RuntimeError())
    clock.shift(60)
    schedulers.note_failure("a", RuntimeError())

    assert [failure.name for failure in health.failing_jobs()] == ["b", "a"]
