"""Web servers killed while an outcome is set."""

import pytest

from leadtracker.db import db
from leadtracker.domain.calls import CallState
from leadtracker.domain.presence import DialMode
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, Call, User
from tests.support.desk import OWN_PHONE, script
from tests.support.kills import (
    PATIENCE_SECONDS,
    calls_of,
    in_vain,
    is_open,
    kill_in_the_gate,
    lines_to,
    put_back,
    states,
)  # fmt: skip
from tests.support.servers import wait_until
from tests.support.tollgate import CALLS


def test_killed_while_an_outcome_hangs_up_it_stands_and_the_poller_ends_the_ringing(
    floor, gate, web, caller, leads, backstage
):
    script(floor, **{leads[0].phones[0].e164: {"ring_after": 6000}})
    caller.dial(leads[0])
    assert wait_until(lambda: caller.look().rung), floor.log
    (call,) = calls_of(backstage)
    gate.hold("POST", ".json", after=False)
    sending = in_vain(lambda: caller.set_outcome(call.id, 1))
    kill_in_the_gate(gate, web)
    sending.join()
    assert any(map(is_open, floor.lines()))

    floor.start_web()
    put_back(backstage, seconds=61)
    scheduler = floor.start_scheduler()

    silent = wait_until(lambda: not any(map(is_open, floor.lines())), PATIENCE_SECONDS)
    assert silent, scheduler.output
    assert [one.outcome.code for one in calls_with_outcome(backstage)] == ["no_answer"]
    assert states(backstage)[0] is QueueState.SCHEDULED


def calls_with_outcome(backstage) -> list[Call]:
    with backstage():
        calls = db.session.query(Call).filter(Call.outcome_id.is_not(None)).all()
        return [call for call in calls if call.outcome]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_after_the_outcome_while_power_mode_dials_the_key_again_dials_once(
    floor, gate, web, caller, alice, leads, backstage, after
):
    with backstage():
        user = db.session.get(User, alice.id)
        user.dial_mode, user.breath_seconds = DialMode.POWER, 0
    caller.dial(leads[0])
    assert wait_until(lambda: calls_of(backstage)[0].state is CallState.CONNECTED, 20), floor.log
    (call,) = calls_of(backstage)
    caller.hang_up(call.id)
    outcome = caller.look().outcome(5)
    form = {"call": call.id, "outcome": outcome, "note": "Not this year"}
    gate.hold("POST", CALLS, after=after)
    sending = in_vain(lambda: caller.post("/desk/outcome", **form))
    kill_in_the_gate(gate, web)
    sending.join()
    floor.start_web()

    assert caller.post("/desk/outcome", **form).ok

    settled, following = calls_of(backstage)
    assert settled.note == "Not this year"
    assert following.lead_id == leads[1].id
    assert caller.look().state == "live"
    with backstage():
        assert db.session.query(Activity).filter_by(kind="outcome_set").count() == 1
    assert len(lines_to(floor.lines(), OWN_PHONE)) == 1 + after
    caller.hang_up(following.id)
    assert caller.look().state == "ready"


def test_killed_after_the_outcome_before_its_answer_the_key_again_changes_nothing(
    floor, web, caller, leads, backstage
):
    caller.dial(leads[0])
    assert wait_until(lambda: calls_of(backstage)[0].state is CallState.CONNECTED, 20), floor.log
    (call,) = calls_of(backstage)
    caller.hang_up(call.id)
    form = {"call": call.id, "outcome": caller.look().outcome(5), "note": "Not this year"}
    sending = in_vain(lambda: caller.post("/desk/outcome", **form))
    assert wait_until(lambda: calls_of(backstage)[0].wrapped_up_at, 20)
    web.kill()
    sending.join()
    floor.start_web()

    assert caller.post("/desk/outcome", **form).ok

    assert states(backstage) == [QueueState.DONE, QueueState.CLAIMED]
    with backstage():
        assert db.session.query(Activity).filter_by(kind="outcome_set").count() == 1
