"""A simulated network at 200 times the speed, the product's client, and a listener between them."""

import time
from collections.abc import Callable

import pytest
import requests

from tests.support.telephones import (
    ACCOUNT,
    CALLER_ID,
    PATIENCE_SECONDS,
    PUBLIC,
    TOKEN,
    Listener,
)

SPEED = 200.0


def eventually(find: Callable[[], object]) -> object:
    """What ``find`` finds, asked again and again; fails after ten seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came"
    return found


@pytest.fixture
def listener():
    with Listener() as listener:
        yield listener


@pytest.fixture
def settings(listener):
    from leadtracker.simulator.settings import Settings

    return Settings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        public_base_url=PUBLIC,
        upstream=listener.url,
        speed=SPEED,
        calls_per_second=0,
    )


@pytest.fixture
def simulator(settings):
    from leadtracker.simulator.server import Simulator

    with Simulator(settings) as simulator:
        yield simulator


def make_telephony(simulator, *, token: str = TOKEN):
    from leadtracker.telephony.twilio import TwilioTelephony

    return TwilioTelephony(
        account_sid=ACCOUNT,
        auth_token=token,
        public_base_url=PUBLIC,
        caller_id=CALLER_ID,
        api_base=simulator.url,
    )


@pytest.fixture
def telephony(simulator, listener):
    """The product's own client, and the listener's judge."""
    listener.telephony = make_telephony(simulator)
    return listener.telephony


class Floor:
    """What the product does with a call, in the order in which it does it."""

    def __init__(self, telephony, listener):
        self.telephony, self.listener = telephony, listener

    def ring_agent(self, to: str = "+442079460101", *, call_id: int = 7):
        return self.telephony.ring_agent(call_id=call_id, leg_id=1, to=to, caller_id=CALLER_ID)

    def ring_lead(self, to: str, *, call_id: int = 7):
        return self.telephony.ring_lead(call_id=call_id, leg_id=2, to=to, caller_id=CALLER_ID)

    def open_room(self, *, call_id: int = 7):
        """The coordinator has answered, pressed 1 and stands in the room."""
        placed = self.ring_agent(call_id=call_id)
        self.listener.wait_for(
            lambda heard: ("participant-join", "agent", "") in heard.happenings()
        )
        return placed

    def call(self, to: str, *, call_id: int = 7):
        """Both: the coordinator is in the room, and the lead has been rung."""
        agent = self.open_room(call_id=call_id)
        return agent, self.ring_lead(to, call_id=call_id)


@pytest.fixture
def floor(telephony, listener):
    return Floor(telephony, listener)


@pytest.fixture
def script(simulator):
    """``script(numbers={…}, faults={…})``."""

    def write(**data) -> None:
        answer = requests.put(f"{simulator.url}/_sim/script", json=data, timeout=5)
        assert answer.status_code == 204, answer.text

    return write


@pytest.fixture
def ledger(simulator):
    """``ledger()``: how everything really stands."""
    return lambda: requests.get(f"{simulator.url}/_sim/ledger", timeout=5).json()
