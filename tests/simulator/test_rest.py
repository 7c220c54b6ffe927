"""What Twilio's API refuses, in its own shape, and what the product's client makes of that."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from leadtracker.domain import clock
from leadtracker.domain.calls import LegStatus
from leadtracker.telephony.interface import TelephonyRefused
from tests.simulator.conftest import make_telephony
from tests.support.telephones import ACCOUNT, CALLER_ID, TOKEN

LEAD_ANSWERS = "+442079460201"


def test_a_country_that_is_switched_off_is_explained(floor):
    with pytest.raises(TelephonyRefused, match="Geo permissions") as refusal:
        floor.ring_agent("+442079460106")

    assert refusal.value.code == "21215"


def test_a_scripted_refusal_is_explained(floor, script):
    script(numbers={LEAD_ANSWERS: {"rest_error": [21216, "Blocked"]}})
    floor.open_room()
    with pytest.raises(TelephonyRefused, match="blocked this call"):
        floor.ring_lead(LEAD_ANSWERS)


@pytest.mark.parametrize("number", ["12", "+44 20 7946 0201", "garbage", "+0123456789"])
def test_a_number_that_is_none_is_refused(floor, number):
    with pytest.raises(TelephonyRefused) as refusal:
        floor.ring_agent(number)

    assert refusal.value.code == "21211"


def test_wrong_credentials_are_explained(simulator):
    stranger = make_telephony(simulator, token="wrong")
    with pytest.raises(TelephonyRefused, match="credentials"):
        stranger.fetch_leg("CA" + "0" * 32)
    with pytest.raises(TelephonyRefused, match="credentials"):
        stranger.find_legs(to=LEAD_ANSWERS, caller_id=CALLER_ID, since=clock.now())


def test_a_lead_cannot_be_rung_into_a_room_that_is_not_there(floor):
    with pytest.raises(TelephonyRefused) as refusal:
        floor.ring_lead(LEAD_ANSWERS)

    assert refusal.value.code == "20404"


def test_hanging_up_what_is_over_tells_how_it_ended(floor, listener, telephony):
    placed = floor.ring_agent("+442079460102")
    listener.wait_for(lambda heard: "busy" in heard.statuses("agent"))

    assert telephony.hang_up(placed.provider_id).status is LegStatus.BUSY


def test_a_leg_nobody_knows_has_failed(telephony):
    assert telephony.fetch_leg("CA" + "0" * 32).status is LegStatus.FAILED


def test_a_leg_is_found_by_its_numbers(floor, telephony):
    before = clock.now() - timedelta(seconds=2)
    placed = floor.ring_agent()
    found = telephony.find_legs(to="+442079460101", caller_id=CALLER_ID, since=before)

    assert [leg.provider_id for leg in found] == [placed.provider_id]
    assert telephony.find_legs(to="+442079460102", caller_id=CALLER_ID, since=before) == []
    later = clock.now() + timedelta(minutes=1)
    assert telephony.find_legs(to="+442079460101", caller_id=CALLER_ID, since=later) == []


class TestAtOneCallPerSecond:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, calls_per_second=1, speed=1)

    def test_calls_beyond_the_limit_wait_and_say_how_long(self, floor):
        waits = [floor.ring_agent(call_id=number).queued_seconds for number in range(3)]

        assert waits[0] == 0
        assert 0 < waits[1] <= 1 < waits[2] <= 2

    def test_a_call_that_waits_can_be_taken_back_and_nobody_is_told(
        self, floor, telephony, simulator, ledger
    ):
        floor.ring_agent(call_id=1)
        placed = floor.ring_agent(call_id=2)

        assert telephony.hang_up(placed.provider_id).status is LegStatus.CANCELED
        assert ledger()["lines"][-1]["status"] == "canceled"
        told = [entry.params.get("CallSid") for entry in simulator.network.log.entries()]
        assert placed.provider_id not in told


def test_an_error_looks_like_twilios(simulator):
    url = f"{simulator.url}/2010-04-01/Accounts/{ACCOUNT}/Calls/nothing.json"
    answer = requests.get(url, auth=(ACCOUNT, TOKEN), timeout=5)

    assert answer.status_code == 404
    assert answer.json() == {
        "code": 20404,
        "message": "The requested resource was not found",
        "more_info": "https://www.twilio.com/docs/errors/20404",
        "status": 404,
    }


@pytest.fixture
def participants(floor, listener, simulator):
    """The address of the room's participants, with both in it."""
    floor.call(LEAD_ANSWERS)
    listener.wait_for(lambda heard: "in-progress" in heard.statuses("lead"))
    return f"{simulator.url}/2010-04-01/Accounts/{ACCOUNT}/Conferences/att-7/Participants"


@pytest.fixture
def script_long_talk(script):
    script(numbers={LEAD_ANSWERS: {"talk": None}})


def test_a_participant_can_be_held_and_taken_back(script_long_talk, participants, listener):
    for hold in ("true", "false"):
        answer = requests.post(
            f"{participants}/lead.json", data={"Hold": hold}, auth=(ACCOUNT, TOKEN), timeout=5
        )
        assert answer.json()["hold"] is (hold == "true")

    listener.wait_for(lambda heard: len(heard.happenings()) >= 5)
    assert [what for what, _, _ in listener.happenings()][-2:] == [
        "participant-hold",
        "participant-unhold",
    ]


def test_participants_are_listed_until_they_leave(script_long_talk, participants):
    def labels() -> list[str]:
        answer = requests.get(f"{participants}.json", auth=(ACCOUNT, TOKEN), timeout=5)
        return [row["label"] for row in answer.json()["participants"]]

    assert labels() == ["agent", "lead"]
    gone = requests.delete(f"{participants}/lead.json", auth=(ACCOUNT, TOKEN), timeout=5)
    assert gone.status_code == 204
    assert labels() == ["agent"]


def test_a_lead_can_be_given_a_message_and_leaves_the_room_for_it(
    script_long_talk, participants, listener, simulator, ledger
):
    sid = ledger()["lines"][-1]["sid"]
    answer = requests.post(
        f"{simulator.url}/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json",
        data={"Twiml": "<Response><Play>https://calls.example.test/m.mp3</Play></Response>"},
        auth=(ACCOUNT, TOKEN),
        timeout=5,
    )

    assert answer.status_code == 200
    listener.wait_for(lambda heard: "completed" in heard.statuses("lead"))
    left = ("participant-leave", "lead", "participant_updated_via_api")
    assert listener.wait_for(lambda heard: left in heard.happenings())
    assert "completed" not in listener.statuses("agent")
