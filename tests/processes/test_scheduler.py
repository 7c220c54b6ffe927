"""Schedulers as processes: killed, paused and stopped, and nothing lost or done twice by it.

Other processes keep their own time, so here moments really pass; each wait has a deadline.
"""

import os
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.events import FOLLOW_UP_DUE
from leadtracker.domain.queue import QueueState
from leadtracker.models import Event, FollowUp, QueueItem
from leadtracker.queries.health import find_scheduler_lease
from leadtracker.services.schedulers import LEASE_SECONDS
from tests.support.builders import make_follow_up, make_lead, make_user
from tests.support.databases import dispose
from tests.support.servers import wait_until

#: What issue and architecture promise: a dead leader is replaced within this.
TAKEOVER_SECONDS = 15

START_SECONDS = 60


@dataclass
class Watch:
    """Looks at the database the schedulers work on, from a process that does no work itself."""

    app: Flask

    def leader(self) -> str | None:
        """Whose lease holds at this moment."""
        with self.app.app_context(), reading():
            lease = find_scheduler_lease()
            return lease.holder if lease and lease.expires_at > clock.now() else None

    def leader_pid(self) -> int | None:
        holder = self.leader()
        return int(holder.split(":")[1]) if holder else None

    def leads(self, process) -> bool:
        return self.leader_pid() == process.pid

    def pause_at_rest(self, process) -> None:
        """Stop it where it holds no lock: who sleeps in a transaction stops everybody else."""
        with self.app.app_context():
            assert wait_until(lambda: is_paused_at_rest(process, db.engine))

    def count_noticed(self) -> int:
        with self.app.app_context(), reading():
            return db.session.query(FollowUp).filter(FollowUp.noticed_at.is_not(None)).count()

    def count_ready(self) -> int:
        with self.app.app_context(), reading():
            return db.session.query(QueueItem).filter_by(state=QueueState.READY).count()

    def notices(self) -> Counter:
        """How often each promise was announced."""
        with self.app.app_context(), reading():
            events = db.session.query(Event).filter_by(name=FOLLOW_UP_DUE)
            return Counter(event.data["follow_up"] for event in events)

    def promise(self, count: int, *, over_seconds: float) -> set[int]:
        """Callbacks that come due one after another from now on; their ids."""
        with self.app.app_context():
            owner, now = make_user("Alice Ash"), clock.now()
            moments = [now + timedelta(seconds=over_seconds * n / count) for n in range(count)]
            made = {make_follow_up(make_lead(), owner=owner, due_at=at).id for at in moments}
            db.session.commit()
            return made


def is_paused_at_rest(process, engine) -> bool:
    """Stop it; it goes on when that was the wrong moment."""
    os.kill(process.pid, signal.SIGSTOP)
    if is_at_rest(engine):
        return True
    os.kill(process.pid, signal.SIGCONT)
    return False


def is_at_rest(engine) -> bool:
    """Whether nobody else is in the middle of a transaction that writes."""
    if engine.dialect.name == "sqlite":
        try:
            with closing(sqlite3.connect(engine.url.database, timeout=0)) as writer:
                writer.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True
    with engine.connect() as watcher:
        return not watcher.scalar(text(IN_A_TRANSACTION))


IN_A_TRANSACTION = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
"""


@pytest.fixture
def watch(fresh_database):
    app = fresh_database.make_app()
    yield Watch(app)
    dispose(app)


@pytest.fixture
def leader(floor, watch):
    """A scheduler that leads."""
    process = floor.start_scheduler()
    assert wait_until(lambda: watch.leads(process), START_SECONDS), process.output
    return process


@pytest.fixture
def waiting(floor, leader):
    """A second scheduler on the same database."""
    process = floor.start_scheduler()
    assert wait_until(lambda: "scheduler_started" in process.output, START_SECONDS)
    return process


def test_a_killed_leader_is_replaced_in_time(watch, leader, waiting):
    assert watch.leads(leader)

    leader.kill()

    assert wait_until(lambda: watch.leads(waiting), TAKEOVER_SECONDS), waiting.output


def test_a_leader_that_is_stopped_hands_over_at_once(watch, leader, waiting):
    assert leader.stop() == 0

    assert wait_until(lambda: watch.leads(waiting), LEASE_SECONDS - 1), waiting.output


def test_a_leader_that_slept_through_its_lease_does_no_harm_when_it_wakes(watch, leader, waiting):
    promised = watch.promise(200, over_seconds=16)
    watch.pause_at_rest(leader)
    assert wait_until(lambda: watch.leads(waiting), TAKEOVER_SECONDS), waiting.output

    os.kill(leader.pid, signal.SIGCONT)

    assert wait_until(lambda: "scheduler_waits" in leader.output), leader.output
    assert wait_until(lambda: watch.count_noticed() == len(promised), 60)
    assert watch.leads(waiting)
    assert watch.notices() == Counter(promised)


def test_schedulers_killed_in_the_middle_of_their_work_lose_nothing_and_double_nothing(
    floor, watch
):
    promised = watch.promise(600, over_seconds=6)

    for share in (0.05, 0.3, 0.6):
        victim = floor.start_scheduler()
        assert wait_until(lambda s=share: watch.count_noticed() >= s * len(promised), 60)
        victim.kill()
    floor.start_scheduler()

    assert wait_until(lambda: watch.count_noticed() == len(promised), 60)
    assert wait_until(lambda: watch.count_ready() == len(promised))
    assert watch.notices() == Counter(promised)
