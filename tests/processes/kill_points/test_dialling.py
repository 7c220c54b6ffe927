"""Web servers killed while they dial."""

import pytest
from sqlalchemy import text

from leadtracker.db import db
from leadtracker.domain.calls import CallState, LegRole
from leadtracker.domain.queue import QueueState
from leadtracker.models import CallLeg
from tests.support.desk import OWN_PHONE
from tests.support.kills import (
    PATIENCE_SECONDS,
    Press,
    calls_of,
    kill_in_the_gate,
    lines_to,
    put_back,
    states,
)  # fmt: skip
from tests.support.servers import wait_until
from tests.support.tollgate import CALLS, PARTICIPANTS


def expect_lease_back(floor, backstage) -> None:
    """The desk has vanished; a minute later what lay on it is ready for whoever comes."""
    put_back(backstage, seconds=61)
    scheduler = floor.start_scheduler()
    ready = [QueueState.READY, QueueState.READY]
    assert wait_until(lambda: states(backstage) == ready, 20), scheduler.output


def test_before_the_call_is_written_nothing_has_happened(floor, web, caller, leads, backstage):
    press = Press(caller, leads[0])
    with backstage():
        hold_the_desk()
        sending = press.in_vain()
        sending.join(0.7)
        web.kill()
        sending.join()
    assert calls_of(backstage) == []

    floor.start_web()

    assert caller.look().state == "ready"
    assert press.again() == "live"
    assert len(calls_of(backstage)) == 1


def hold_the_desk() -> None:
    """Keep the rows that a dial must lock first; on SQLite this transaction keeps everything."""
    db.session.execute(text('SELECT id FROM "user"' + _for_update()))


def _for_update() -> str:
    return " FOR UPDATE" if db.engine.dialect.name == "postgresql" else ""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_around_the_request_for_the_coordinators_line_a_press_stays_one_call(
    floor, gate, web, caller, leads, backstage, after
):
    gate.hold("POST", CALLS, after=after)
    press = Press(caller, leads[0])
    sending = press.in_vain()
    kill_in_the_gate(gate, web)
    sending.join()
    floor.start_web()

    assert press.again() == "live"

    if not after:  # nobody was rung: after a minute that is certain, and costs nobody anything
        put_back(backstage, seconds=61)
    scheduler = floor.start_scheduler()
    settled = wait_until(lambda: is_decided(backstage), PATIENCE_SECONDS)
    assert settled, scheduler.output
    (call,) = calls_of(backstage)
    assert len(lines_to(floor.lines(), OWN_PHONE)) == after
    assert lines_to(floor.lines(), leads[0].phones[0].e164) == []
    if call.has_ended:  # with nobody at the web server their telephone rang for nothing
        assert caller.look().state == "ready"
        expect_lease_back(floor, backstage)


def is_decided(backstage) -> bool:
    with backstage():
        leg = db.session.query(CallLeg).filter_by(role=LegRole.AGENT).one()
        return leg.provider_id is not None or leg.status.is_final


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_around_the_request_for_the_leads_line_they_are_rung_once_at_most(
    floor, gate, web, caller, leads, backstage, after
):
    gate.hold("POST", PARTICIPANTS, after=after)
    Press(caller, leads[0]).again()
    kill_in_the_gate(gate, web)
    floor.start_web()
    put_back(backstage, seconds=61)

    scheduler = floor.start_scheduler()

    def decided() -> bool:
        (call,) = calls_of(backstage)
        return call.has_ended if not after else call.state is CallState.CONNECTED

    assert wait_until(decided, PATIENCE_SECONDS), scheduler.output
    assert len(lines_to(floor.lines(), leads[0].phones[0].e164)) == after
    call = calls_of(backstage)[0]
    if after:
        caller.hang_up(call.id)
    caller.set_outcome(call.id, 1)
    assert states(backstage) == [QueueState.SCHEDULED, QueueState.CLAIMED]
