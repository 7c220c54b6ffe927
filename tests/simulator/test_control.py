"""What a person or a test does to the network: scripts, buttons, the page itself."""

import pytest
import requests

from tests.simulator.conftest import eventually
from tests.support.telephones import PUBLIC

LEAD_ANSWERS = "+442079460201"


@pytest.fixture
def by_hand(script):
    """Nobody answers unless a person presses the button."""
    script(automatic=False)


def ringing(listener, role: str) -> str:
    """The id of that leg, once it rings."""
    return listener.wait_for(
        lambda heard: [
            w.form["CallSid"]
            for w in heard.events("leg")
            if w.args["role"] == role and w.form["CallStatus"] == "ringing"
        ]
    )[-1]


@pytest.fixture
def press(simulator):
    """``press(sid, "answer")``: a button of the page."""

    def send(sid: str, act: str, **fields) -> int:
        url = f"{simulator.url}/_sim/calls/{sid}/{act}"
        return requests.post(url, data=fields, timeout=5, allow_redirects=False).status_code

    return send


def test_a_person_answers_presses_1_and_hangs_up(by_hand, floor, listener, press):
    floor.ring_agent()
    sid = ringing(listener, "agent")

    assert press(sid, "answer") == 303
    listener.wait_for(lambda heard: heard.events("agent"))
    eventually(lambda: press(sid, "digits", digits="1") and listener.events("agent_joined"))
    listener.wait_for(lambda heard: heard.events("room"))
    assert press(sid, "hangup") == 303
    listener.wait_for(lambda heard: "completed" in heard.statuses("agent"))


def test_a_person_refuses(by_hand, floor, listener, press):
    floor.ring_agent()
    press(ringing(listener, "agent"), "hangup")

    listener.wait_for(lambda heard: "busy" in heard.statuses("agent"))


def test_a_telephone_nobody_answers_stops_ringing_in_the_end(by_hand, floor, listener):
    floor.ring_agent()

    listener.wait_for(lambda heard: "no-answer" in heard.statuses("agent"))


def test_a_line_that_is_over_cannot_be_answered(floor, listener, press):
    placed = floor.ring_agent("+442079460102")
    listener.wait_for(lambda heard: "busy" in heard.statuses("agent"))

    assert press(placed.provider_id, "answer") == 404


@pytest.mark.parametrize(
    "nonsense",
    [
        {"numbers": {"+44": {"mood": "bad"}}},
        {"numbers": {"+44": {"outcome": "asleep"}}},
        {"faults": {"gremlins": 1}},
        {"wishes": []},
        [],
    ],
)
def test_a_script_nobody_understands_is_refused(simulator, nonsense):
    answer = requests.put(f"{simulator.url}/_sim/script", json=nonsense, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["message"]


def test_reset_forgets_everything(simulator, floor, listener, ledger):
    floor.open_room()
    assert requests.post(f"{simulator.url}/_sim/reset", timeout=5).status_code == 204

    assert ledger() == {"lines": [], "rooms": []}
    log = requests.get(f"{simulator.url}/_sim/log", timeout=5).json()
    assert all(entry["kind"] != "request" for entry in log["entries"])


def test_the_log_keeps_every_request_and_every_delivery(simulator, floor, listener):
    floor.open_room()
    log = requests.get(f"{simulator.url}/_sim/log", timeout=5).json()["entries"]

    assert {entry["kind"] for entry in log} == {"request", "event", "document"}
    assert all(e["url"].startswith(PUBLIC) for e in log if e["kind"] != "request")


def test_the_page_shows_the_telephones_and_says_that_no_real_call_is_made(simulator, floor):
    floor.open_room()
    page = requests.get(simulator.url, timeout=5)

    assert "no real call is made" in page.text
    assert "+44 20 7946 0101" in page.text
    assert "Hang up" in page.text


def test_the_page_needs_nothing_that_its_policy_forbids(simulator, floor):
    floor.open_room()
    page = requests.get(simulator.url, timeout=5)

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert " onclick" not in page.text


def test_what_is_said_on_a_line_cannot_break_the_page(simulator, floor, listener):
    said = "&lt;script&gt;alert(1)&lt;/script&gt;" + " and so on" * 2000
    listener.documents["/tw/agent"] = f"<Response><Say>{said}</Say></Response>"
    floor.ring_agent()

    def shown() -> str:
        return requests.get(f"{simulator.url}/telephones", timeout=5).text

    eventually(lambda: "alert(1)" in shown())
    assert "<script>" not in shown()


@pytest.mark.parametrize("path", ["/telephones.css", "/telephones.js"])
def test_the_pages_files_are_served(simulator, path):
    assert requests.get(simulator.url + path, timeout=5).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/../server.py", "/_sim/nothing"])
def test_there_is_nothing_else(simulator, path):
    assert requests.get(simulator.url + path, timeout=5).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example.test"}, {"Host": "rebound.example.test"}]
)
def test_no_page_elsewhere_can_press_our_buttons(simulator, headers):
    answer = requests.post(f"{simulator.url}/_sim/reset", headers=headers, timeout=5)

    assert answer.status_code == 403
