"""Every request that the product sends is one that Twilio's own description of its API allows."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from leadtracker.domain import clock
from tests.support.sources import ROOT
from tests.support.telephones import ACCOUNT, CALLER_ID, TOKEN

NAME = "shared/telephony/twilio_api_v2010.json"
DESCRIPTION = Path(os.environ.get("TWILIO_OAI_SPEC") or ROOT.parent / NAME)
LEAD_ANSWERS = "+442079460201"

CALL = {
    "To": LEAD_ANSWERS,
    "From": CALLER_ID,
    "Url": "https://calls.example.test/tw/agent",
    "StatusCallbackEvent": ["initiated", "completed"],
}


def post(simulator, path: str, form: dict) -> requests.Response:
    url = f"{simulator.url}/2010-04-01/Accounts/{ACCOUNT}/{path}.json"
    return requests.post(url, data=form, auth=(ACCOUNT, TOKEN), timeout=5)


class TestWithTheDescription:
    @pytest.fixture
    def settings(self, settings):
        if not DESCRIPTION.is_file():
            pytest.skip("Twilio's API description is not here (set TWILIO_OAI_SPEC)")
        return replace(settings, spec_path=str(DESCRIPTION))

    def test_a_whole_call_is_made_of_requests_that_twilio_describes(
        self, simulator, floor, listener, telephony
    ):
        agent, lead = floor.call(LEAD_ANSWERS)
        listener.wait_for(lambda heard: "in-progress" in heard.statuses("lead"))
        telephony.announce(7, "One moment")
        telephony.fetch_leg(lead.provider_id)
        telephony.find_legs(to=LEAD_ANSWERS, caller_id=CALLER_ID, since=clock.now())
        telephony.hang_up(agent.provider_id)

        asked = [entry for entry in simulator.network.log.entries() if entry.kind == "request"]
        assert [entry.note for entry in asked if entry.status >= 400] == []
        assert len(asked) == 6

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"Timeout": "soon"}, "soon"),
            ({"Method": "CARRY"}, "CARRY"),
            ({"To": []}, "To"),
            ({"Timeot": "20"}, "Timeot"),
        ],
    )
    def test_a_request_that_twilio_would_not_understand_is_refused(self, simulator, wrong, told):
        answer = post(simulator, "Calls", CALL | wrong)

        assert (answer.status_code, answer.json()["code"]) == (400, 20001)
        assert told in answer.json()["message"]


class TestWithoutTheDescription:
    def test_a_request_of_known_parameters_is_taken(self, simulator):
        assert post(simulator, "Calls", CALL).status_code == 201

    def test_a_misspelt_parameter_is_refused(self, simulator):
        answer = post(simulator, "Calls", CALL | {"Timeot": "20"})

        assert (answer.status_code, answer.json()["code"]) == (400, 20001)
        assert "Timeot" in answer.json()["message"]


def test_a_description_that_is_not_there_stops_the_start(settings, tmp_path):
    from leadtracker.simulator.server import Simulator

    with pytest.raises(OSError, match="nowhere"):
        Simulator(replace(settings, spec_path=str(tmp_path / "nowhere.json"))).start()
