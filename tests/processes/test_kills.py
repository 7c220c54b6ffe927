"""Processes killed without warning in the middle of a call: nothing is lost, nobody left ringing.

The telephone's own patience is minutes long, so the tests put back what the rows say was heard.
"""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
import requests

from leadtracker.db import db
from leadtracker.domain.calls import CallState, LegRole
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, Call, CallLeg, QueueItem
from tests.support import builders
from tests.support.caller import Caller
from tests.support.desk import OWN_PHONE, script
from tests.support.places import open_places
from tests.support.servers import Floor, wait_until

#: The poller looks every 15 seconds.
PATIENCE_SECONDS = 60


@pytest.fixture
def floor(fresh_database):
    """The processes; virtual seconds pass twenty times as fast."""
    floor = Floor(fresh_database, SIMULATOR_SPEED="20")
    yield floor
    floor.close()


@pytest.fixture
def alice(backstage):
    with backstage():
        return builders.make_user("Alice Ash", phone=OWN_PHONE)


@pytest.fixture
def lead(backstage):
    """The only lead in the queue; they answer and stay on the line."""
    place = open_places()[0]
    with backstage():
        promotion = builders.make_promotion(outcome_set_id=builders.make_outcome_set().id)
        lead = builders.make_lead("Wheels Ltd", phone=place.number(11), **place.fields)
        builders.make_queue_item(lead, promotion=promotion)
        return lead


@pytest.fixture
def simulator(floor):
    return floor.start_simulator()


@pytest.fixture
def on_the_line(floor, simulator, alice, lead, backstage):
    """Web and telephones, and Alice talking to the lead."""
    web = floor.start_web()
    script(floor, **{lead.phones[0].e164: {"talk": 6000}})
    caller = Caller(floor.url, alice)
    caller.claim()
    caller.dial(lead)
    assert wait_until(lambda: call_of(backstage).state is CallState.CONNECTED), floor.log
    return web, caller


def call_of(backstage) -> Call:
    with backstage():
        return db.session.query(Call).one()


def put_back(backstage, **time) -> None:
    """As if everything heard so far had been heard that much earlier."""
    ago = timedelta(**time)
    with backstage():
        for leg in db.session.query(CallLeg):
            leg.heard_at, leg.created_at = leg.heard_at - ago, leg.created_at - ago


def test_a_web_server_killed_in_a_wrap_up_loses_nothing(floor, on_the_line, alice, lead, backstage):
    web, caller = on_the_line
    call = call_of(backstage)
    caller.hang_up(call.id)
    assert caller.look().state == "wrap"

    web.kill()

    with backstage():
        assert db.session.get(Call, call.id).owes_outcome
        item = db.session.query(QueueItem).one()
        assert (item.state, item.claimed_by_id) == (QueueState.CLAIMED, alice.id)

    floor.start_web()

    assert caller.look().state == "wrap"
    caller.set_outcome(call.id, 5)
    with backstage():
        call = db.session.get(Call, call.id)
        assert (call.outcome.code, call.note) == ("not_interested", "Not this year")
        assert db.session.query(QueueItem).one().state is QueueState.DONE


@pytest.mark.parametrize("after_ms", [2, 8, 20, 50])
def test_an_outcome_cut_off_by_a_kill_is_set_whole_or_not_at_all(
    floor, on_the_line, lead, backstage, after_ms
):
    web, caller = on_the_line
    call = call_of(backstage)
    caller.hang_up(call.id)

    sending = threading.Thread(target=send_in_vain, args=(caller, call.id))
    sending.start()
    sending.join(after_ms / 1000)
    web.kill()
    sending.join()

    with backstage():
        settled = db.session.get(Call, call.id).wrapped_up_at is not None
        lines = db.session.query(Activity).filter_by(kind="outcome_set").count()
        state = db.session.query(QueueItem).one().state
    assert (lines, state) == ((1, QueueState.DONE) if settled else (0, QueueState.CLAIMED))
    floor.start_web()
    assert caller.look().state == ("empty" if settled else "wrap")


def send_in_vain(caller: Caller, call_id: int) -> None:
    with suppress(requests.RequestException):
        caller.set_outcome(call_id, 5)


@pytest.fixture
def half_dialled(floor, simulator, alice, lead):
    """The coordinator is in the room, and the web server was killed as it asked for the lead."""
    web = floor.start_web()
    slow = {OWN_PHONE: {"ring_after": 100}}  # time to script the fault before they answer
    script(floor, **slow)
    caller = Caller(floor.url, alice)
    caller.claim()
    caller.dial(lead)
    script(floor, faults={"http500": 1}, **slow)
    assert wait_until(lambda: "provider_unreachable" in web.output), floor.log
    web.kill()
    assert lines_to(floor, lead) == []
    return caller


def test_a_lead_whom_a_killed_web_server_should_have_rung_is_rung_by_the_poller_once(
    floor, half_dialled, lead, backstage
):
    """It died before it had even written down that the lead is being rung."""
    with backstage():
        db.session.delete(db.session.query(Call).one().leg(LegRole.LEAD))
    put_back(backstage, seconds=20)
    floor.start_web()

    scheduler = floor.start_scheduler()

    assert wait_until(lambda: lines_to(floor, lead), PATIENCE_SECONDS), scheduler.output
    connected = wait_until(lambda: call_of(backstage).state is CallState.CONNECTED)
    assert connected, floor.log
    assert len(lines_to(floor, lead)) == 1


def test_a_call_whose_lead_was_never_rung_is_ended_by_the_poller_and_frees_the_coordinator(
    floor, half_dialled, lead, backstage
):
    """It died between asking for the lead's line and hearing whether there is one."""
    put_back(backstage, seconds=70)
    floor.start_web()

    scheduler = floor.start_scheduler()

    assert wait_until(lambda: call_of(backstage).has_ended, PATIENCE_SECONDS), scheduler.output
    assert "The number could not be reached" in half_dialled.look().text
    assert wait_until(lambda: not any(is_open(line) for line in floor.lines()))


def is_open(line: dict) -> bool:
    return line["status"] in {"queued", "initiated", "ringing", "in-progress"}


def lines_to(floor, lead) -> list[dict]:
    return [line for line in floor.lines() if line["to"] == lead.phones[0].e164]


def test_a_call_is_hung_up_and_settled_while_the_telephone_network_is_dead(
    on_the_line, simulator, backstage
):
    _web, caller = on_the_line
    call = call_of(backstage)
    simulator.kill()

    caller.hang_up(call.id)

    assert "You hung up" in caller.look().text
    caller.set_outcome(call.id, 5)
    assert caller.look().state == "empty"


def test_a_call_the_telephone_network_has_forgotten_ends_by_the_poller_in_words(
    floor, on_the_line, simulator, backstage
):
    _web, caller = on_the_line
    simulator.kill()
    floor.start_simulator()
    assert caller.look().state == "live"
    put_back(backstage, minutes=11)

    scheduler = floor.start_scheduler()

    assert wait_until(lambda: call_of(backstage).has_ended, PATIENCE_SECONDS), scheduler.output
    assert caller.look().state == "wrap"
    assert "The call has ended" in caller.look().text
