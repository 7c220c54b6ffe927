"""Jobs run on their own, and a failing one is everybody's business and nobody's hindrance."""

import threading

import pytest

from leadtracker.domain.queue import QueueState
from leadtracker.models import Lead, QueueItem
from leadtracker.queries.health import failing_jobs
from leadtracker.scheduler.jobs import JOBS, Job
from leadtracker.scheduler.work import Work
from tests.support.builders import make_lead, make_queue_item


@pytest.fixture
def work(app, db):
    return Work(app)


def failing(*_args, **_options):
    raise RuntimeError("the disk is full")


def test_a_job_runs_in_an_application_context_of_its_own(work, db):
    ran = []

    assert work.perform(Job("count", lambda: ran.append(db.session.get_bind()), 1))
    assert ran


def test_a_job_in_batches_runs_until_a_batch_is_not_full(work):
    left, asked = [12], []

    def take(limit):
        asked.append(limit)
        taken = min(limit, left[0])
        left[0] -= taken
        return taken

    assert work.perform(Job("take", take, 1, batch=5))
    assert (left, asked) == ([0], [5, 5, 5])


def test_a_process_that_lost_the_lead_stops_between_batches(app, db):
    asked = []

    def take(limit):
        asked.append(limit)
        return limit

    Work(app, may_go_on=lambda: len(asked) < 2).perform(Job("take", take, 1, batch=5))

    assert len(asked) == 2


def test_a_failing_job_is_kept_and_the_next_one_runs(work, db):
    ran = []

    assert not work.perform(Job("sweep", failing, 1))
    assert work.perform(Job("count", lambda: ran.append(1), 1))

    assert [(failure.name, failure.error) for failure in failing_jobs()] == [
        ("sweep", "RuntimeError: the disk is full")
    ]
    assert ran == [1]


def test_a_failing_job_leaves_nothing_half_done(work, db):
    def half():
        make_lead("Half a lead")
        raise RuntimeError

    assert not work.perform(Job("half", half, 1))
    assert db.session.query(Lead).count() == 0


def test_a_job_that_succeeds_again_is_well_even_after_a_restart(app, work, db):
    work.perform(Job("sweep", failing, 1))

    Work(app).perform(Job("sweep", lambda: None, 1))

    assert failing_jobs() == []


def test_waiting_for_jobs_ends_with_them_or_with_patience(app, db):
    work, may_end = Work(app), threading.Event()
    thread = threading.Thread(target=work.perform, args=[Job("long", may_end.wait, 1)])
    thread.start()

    assert work.wait_until_idle(0.01) <= {"long"}
    may_end.set()
    assert work.wait_until_idle(5) == frozenset()
    thread.join()


def test_every_job_of_the_table_runs_on_an_empty_database(app, work):
    assert all(work.perform(job) for job in JOBS)


def test_the_table_names_each_job_once():
    names = [job.name for job in JOBS]

    assert len(set(names)) == len(names)


def test_one_round_brings_up_what_is_due(work, db, clock):
    item = make_queue_item(make_lead(), state=QueueState.SCHEDULED)
    db.session.commit()

    for job in JOBS:
        work.perform(job)

    db.session.expire_all()
    assert db.session.get(QueueItem, item.id).state is QueueState.READY
