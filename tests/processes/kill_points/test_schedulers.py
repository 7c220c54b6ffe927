"""Schedulers killed in the middle of a job."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import CallState
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import QueueItem
from tests.support.kills import (
    PATIENCE_SECONDS,
    calls_of,
    kill_in_the_gate,
    put_back,
    states,
)  # fmt: skip
from tests.support.servers import wait_until

#: SQLite lets one writer in at a time; PostgreSQL holds what everybody writes to at the end.
NOBODY_CAN_BE_TOLD = {
    "sqlite": "UPDATE queue_item SET round = round",
    "postgresql": "LOCK TABLE event IN EXCLUSIVE MODE",
}


@pytest.mark.parametrize("point", ["sweep", "leases"])
def test_a_scheduler_killed_in_the_middle_of_a_job_leaves_it_whole_or_undone(
    floor, backstage, alice, leads, point
):
    with backstage():
        for item in db.session.query(QueueItem):
            if point == "sweep":
                item.schedule(clock.now(), waits_for=WaitsFor.RETRY)
            else:
                lapsed = clock.now() - timedelta(seconds=1)
                item.claim(by_id=alice.id, at=lapsed, lease_until=lapsed)
    with backstage():
        # Nobody can be told anything, so the job has begun and cannot end.
        db.session.execute(text(NOBODY_CAN_BE_TOLD[db.engine.dialect.name]))
        scheduler = floor.start_scheduler()
        wait_until(lambda: "scheduler_leads" in scheduler.output, 15)
        wait_until(lambda: False, 1.5)
        scheduler.kill()
    assert QueueState.READY not in states(backstage)

    scheduler = floor.start_scheduler()

    ready = [QueueState.READY, QueueState.READY]
    assert wait_until(lambda: states(backstage) == ready, 30), scheduler.output


def test_a_scheduler_killed_while_it_asks_the_provider_leaves_the_call_to_the_next(
    floor, gate, web, caller, leads, backstage
):
    caller.dial(leads[0])
    assert wait_until(lambda: calls_of(backstage)[0].state is CallState.CONNECTED, 20), floor.log
    web.kill()  # whatever is told from now on is lost
    put_back(backstage, minutes=11)
    gate.hold("GET", ".json", after=True)
    scheduler = floor.start_scheduler()
    kill_in_the_gate(gate, scheduler)
    for line in floor.lines():
        floor.hang_up(line)

    scheduler = floor.start_scheduler()

    ended = wait_until(lambda: calls_of(backstage)[0].has_ended, PATIENCE_SECONDS)
    assert ended, scheduler.output
    floor.start_web()
    assert caller.look().state == "wrap"
