"""Killing a process at a point of the cycle, and what the rows and the network say afterwards."""

import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import requests

from leadtracker.db import db
from leadtracker.domain.queue import QueueState
from leadtracker.models import Call, CallLeg, QueueItem
from tests.support.caller import Caller
from tests.support.tollgate import Tollgate

#: The poller looks every 15 seconds.
PATIENCE_SECONDS = 60


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


def lines_to(lines: list[dict], number: str) -> list[dict]:
    return [line for line in lines if line["to"] == number]


def is_open(line: dict) -> bool:
    return line["status"] in {"queued", "initiated", "ringing", "in-progress"}
