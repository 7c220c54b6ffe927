"""Callbacks that come twice, in any order, late or never, and servers that fail."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import requests

from leadtracker.domain.calls import LegStatus
from leadtracker.telephony.interface import TelephonyRefused, TelephonyUnreachable
from tests.simulator.conftest import eventually, make_telephony
from tests.support.ports import find_free_port
from tests.support.telephones import ACCOUNT, CALLER_ID, TOKEN

LEAD_ANSWERS = "+442079460201"


def test_every_message_about_a_number_ending_in_08_comes_twice(floor, listener):
    floor.call("+442079460208")
    listener.wait_for(lambda heard: heard.statuses("lead").count("completed") == 2)

    assert sorted(listener.statuses("lead")) == sorted(
        ["initiated", "ringing", "in-progress", "completed"] * 2
    )


def test_messages_about_a_number_ending_in_09_come_in_another_order(floor, listener):
    floor.call("+442079460209")
    listener.wait_for(lambda heard: len(heard.statuses("lead")) == 4)
    by_sequence = sorted(
        (w for w in listener.events("leg") if w.args["role"] == "lead"),
        key=lambda w: int(w.form["SequenceNumber"]),
    )

    assert [w.form["CallStatus"] for w in by_sequence] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]


def test_the_end_of_a_number_ending_in_10_is_never_told_but_can_be_asked_for(
    floor, listener, telephony, ledger, script
):
    script(numbers={"+442079460210": {"talk": 30}})
    _, lead = floor.call("+442079460210")
    listener.wait_for(lambda heard: heard.events("machine"))
    eventually(lambda: ledger()["lines"][-1]["status"] == "completed")

    report = telephony.fetch_leg(lead.provider_id)
    assert listener.statuses("lead") == ["initiated", "ringing", "in-progress"]
    assert report.status is LegStatus.COMPLETED
    assert report.duration_seconds >= 29
    assert report.answered_at < report.ended_at


def test_lost_messages_are_in_the_log(floor, listener, script, simulator):
    floor.open_room()
    script(faults={"lose": 1})
    floor.ring_lead("+442079460202")

    def lost() -> list[str]:
        return [entry.what for entry in simulator.network.log.entries() if entry.note == "lost"]

    eventually(lambda: "busy" in lost())
    assert listener.statuses("lead") == []


def test_a_status_callback_that_we_fail_to_take_is_brought_again(floor, listener):
    listener.answers["/tw/leg"] = [500]
    floor.ring_agent()
    listener.wait_for(lambda heard: heard.statuses("agent").count("initiated") == 2)

    first, second = [w for w in listener.events("leg") if w.form["CallStatus"] == "initiated"]
    token = "I-Twilio-Idempotency-Token"
    assert first.headers[token] == second.headers[token]
    assert first.form["SequenceNumber"] == second.form["SequenceNumber"]


def test_a_document_that_we_fail_to_give_is_asked_of_the_fallback(floor, listener):
    listener.answers["/tw/agent"] = [500]
    floor.ring_agent()

    heard = listener.wait_for(lambda heard: heard.events("fallback"))[0]
    assert heard.form["ErrorCode"] == "11200"
    assert heard.genuine
    listener.wait_for(lambda heard: "completed" in heard.statuses("agent"))


def test_an_api_that_fails_leaves_us_not_knowing(floor, script):
    script(faults={"http500": 1})
    with pytest.raises(TelephonyUnreachable):
        floor.ring_agent()

    assert floor.ring_agent().status is LegStatus.QUEUED


def test_a_network_that_is_not_there_has_certainly_done_nothing():
    nobody = SimpleNamespace(url=f"http://127.0.0.1:{find_free_port()}")
    with pytest.raises(TelephonyRefused, match="no_connection"):
        make_telephony(nobody).fetch_leg("CA" + "0" * 32)


def test_webhooks_go_nowhere_but_to_the_product(simulator, telephony, listener):
    form = {
        "To": LEAD_ANSWERS,
        "From": CALLER_ID,
        "Url": "https://elsewhere.example.test/tw/agent",
    }
    url = f"{simulator.url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    sid = requests.post(url, data=form, auth=(ACCOUNT, TOKEN), timeout=5).json()["sid"]
    eventually(lambda: telephony.fetch_leg(sid).status is LegStatus.COMPLETED)

    assert listener.webhooks == []


@pytest.mark.parametrize("upstream", ["https://calls.example.test", "http://10.0.0.1:80", ""])
def test_webhooks_may_only_be_taken_to_this_machine(settings, upstream):
    with pytest.raises(ValueError, match="this machine"):
        replace(settings, upstream=upstream)
