"""``kill -9`` at each point of the cycle: no item lost, none dialled twice, no outcome lost.

The points, in order, and where each is walked:

- dial: before the call is written, before and after the provider hears of it (here)
- the lead's line: before and after the provider hears of it (here; ``test_kills`` half a dial)
- an outcome that hangs up: between the hanging up and the outcome (here)
- wrap-up, and an outcome at any millisecond (``test_kills``)
- power mode: outcome saved, next lead being dialled, nothing answered yet (here)
- scheduler: in the middle of a sweep, of the returning of leases, of asking the provider (here),
  of announcing promises (``test_scheduler``)

Moments are put back in the rows instead of waited for.
"""

import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
import requests
from sqlalchemy import text

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import CallState, LegRole
from leadtracker.domain.presence import DialMode
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import Activity, Call, CallLeg, QueueItem, User
from tests.support import builders
from tests.support.caller import Caller
from tests.support.desk import OWN_PHONE, script
from tests.support.places import open_places
from tests.support.ports import find_free_port
from tests.support.servers import Floor, wait_until
from tests.support.tollgate import Tollgate

#: The poller looks every 15 seconds.
PATIENCE_SECONDS = 50

CALLS, PARTICIPANTS = "/Calls.json", "/Participants.json"


@pytest.fixture
def gate():
    port = find_free_port()
    gate = Tollgate(f"http://127.0.0.1:{port}")
    gate.network_port = port
    yield gate
    gate.close()


@pytest.fixture
def floor(fresh_database, gate):
    """Web and telephones, with the gate on the road between them."""
    floor = Floor(
        fresh_database,
        SIMULATOR_SPEED="20",
        SIMULATOR_PORT=str(gate.network_port),
        TWILIO_API_BASE=gate.url,
    )
    floor.simulator_url = f"http://127.0.0.1:{gate.network_port}"
    yield floor
    floor.close()


@pytest.fixture
def alice(backstage) -> User:
    with backstage():
        return builders.make_user("Alice Ash", phone=OWN_PHONE)


@pytest.fixture
def leads(backstage):
    """Two leads in the queue; they answer and stay on the line."""
    place = open_places()[0]
    with backstage():
        promotion = builders.make_promotion(outcome_set_id=builders.make_outcome_set().id)
        made = [
            builders.make_lead(f"Wheels {end}", phone=place.number(end), **place.fields)
            for end in (11, 21)
        ]
        for lead in made:
            builders.make_queue_item(lead, promotion=promotion)
        return made


@pytest.fixture
def web(floor, leads):
    floor.start_simulator()
    script(floor, **{lead.phones[0].e164: {"talk": 6000} for lead in leads})
    return floor.start_web()


@pytest.fixture
def caller(floor, web, alice) -> Caller:
    caller = Caller(floor.url, alice)
    caller.claim()
    return caller


class Press:
    """One press of D, as often as somebody hits the key."""

    def __init__(self, caller: Caller, lead):
        self._caller = caller
        item = caller.look().item
        self._form = {"item": item, "phone": lead.phones[0].id, "request_id": str(uuid4())}

    def again(self) -> str:
        self._caller.post("/calls", **self._form)
        return self._caller.look().state

    def in_vain(self) -> threading.Thread:
        return in_vain(lambda: self._caller.post("/calls", **self._form))


def in_vain(act) -> threading.Thread:
    """Do it beside the test: whoever should answer will be killed."""

    def unanswered() -> None:
        with suppress(requests.RequestException):
            act()

    thread = threading.Thread(target=unanswered, daemon=True)
    thread.start()
    return thread


def kill_in_the_gate(gate: Tollgate, process) -> None:
    assert gate.wait_for_one(), process.output
    process.kill()
    gate.open()


def put_back(backstage, **time) -> None:
    """As if everything heard so far had been heard, and claimed, that much earlier."""
    ago = timedelta(**time)
    with backstage():
        for leg in db.session.query(CallLeg):
            leg.heard_at, leg.created_at = leg.heard_at - ago, leg.created_at - ago
        for item in db.session.query(QueueItem).filter_by(state=QueueState.CLAIMED):
            item.lease_until -= ago


def calls_of(backstage) -> list[Call]:
    with backstage():
        return db.session.query(Call).order_by(Call.id).all()


def states(backstage) -> list[QueueState]:
    with backstage():
        return [item.state for item in db.session.query(QueueItem).order_by(QueueItem.id)]


def expect_lease_back(floor, backstage) -> None:
    """The desk has vanished; a minute later what lay on it is ready for whoever comes."""
    put_back(backstage, seconds=61)
    scheduler = floor.start_scheduler()
    ready = [QueueState.READY, QueueState.READY]
    assert wait_until(lambda: states(backstage) == ready, 20), scheduler.output


# --- dialling ------------------------------------------------------------------------------------


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


def lines_to(lines: list[dict], number: str) -> list[dict]:
    return [line for line in lines if line["to"] == number]


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


# --- outcomes ------------------------------------------------------------------------------------


def test_killed_between_hanging_up_and_the_outcome_the_outcome_is_owed(
    floor, gate, web, caller, leads, backstage
):
    script(floor, **{leads[0].phones[0].e164: {"answer_after": 24}})
    caller.dial(leads[0])
    assert wait_until(lambda: 'data-rung="true"' in caller.look().text, 20), floor.log
    gate.hold("POST", ".json", after=False)
    (call,) = calls_of(backstage)
    sending = in_vain(lambda: caller.set_outcome(call.id, 1))
    kill_in_the_gate(gate, web)
    sending.join()
    floor.start_web()

    assert caller.look().state == "wrap"
    assert states(backstage)[0] is QueueState.CLAIMED
    caller.set_outcome(call.id, 1)

    put_back(backstage, seconds=61)
    scheduler = floor.start_scheduler()
    silent = wait_until(lambda: not any(map(is_open, floor.lines())), PATIENCE_SECONDS)
    assert silent, scheduler.output
    assert [one.outcome.code for one in calls_with_outcome(backstage)] == ["no_answer"]


def is_open(line: dict) -> bool:
    return line["status"] in {"queued", "initiated", "ringing", "in-progress"}


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


# --- the scheduler -------------------------------------------------------------------------------


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
        # The second of the two rows is held, so the job has begun and cannot end.
        db.session.execute(text("UPDATE queue_item SET round = round WHERE lead_id = :lead"),
                           {"lead": leads[1].id})  # fmt: skip
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
