"""The leader's timer, as far as it can be seen without a process (see ``tests/processes``)."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as time
from leadtracker.queries.health import find_last_tick
from leadtracker.scheduler.runner import Runner
from leadtracker.services import schedulers
from tests.support.databases import dispose
from tests.support.servers import wait_until


@pytest.fixture
def app(fresh_database):
    app = fresh_database.make_app()
    yield app
    dispose(app)


@pytest.fixture
def runner(app, clock):
    """A scheduler, and how things were a while before it."""
    with app.app_context():
        schedulers.note_tick()
    clock.shift(60)
    runner = Runner(app)
    runner.start()
    yield runner
    runner.finish()


def last_tick(app):
    with app.app_context():
        return find_last_tick()


def test_who_leads_runs_the_jobs(app, runner, clock):
    runner.compete()

    assert wait_until(lambda: last_tick(app) == time.now())


def test_who_does_not_lead_runs_none(app, runner, clock):
    with app.app_context():
        schedulers.take_lease("somebody else")
    before = last_tick(app)
    clock.shift(5)

    runner.compete()

    assert not wait_until(lambda: last_tick(app) != before, timeout_seconds=0.3)


def test_a_clock_put_back_by_an_hour_stops_no_job(app, runner, clock):
    runner.compete()
    assert wait_until(lambda: last_tick(app) == time.now())

    clock.shift(-timedelta(hours=1))
    runner.compete()

    assert wait_until(lambda: last_tick(app) == time.now())


def test_a_runner_that_finishes_gives_the_lead_away(app, clock):
    runner = Runner(app)
    runner.start()
    runner.compete()

    assert runner.finish() == frozenset()

    with app.app_context():
        assert schedulers.take_lease("the next")
