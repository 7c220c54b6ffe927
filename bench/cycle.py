"""The minute that matters: an outcome key, and all that has to be done until the next phone rings.

One request settles the call, claims the next lead, asks the gate, has it dialled and renders the
desk. The web server is the real one in a process of its own; the telephone network is the fake, so
that only our own work is measured. What the network tells meanwhile (six messages a call) and what
an open desk asks by itself are sent too, and their cost is told apart.
"""

import itertools
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
from flask import Flask
from sqlalchemy import select

from bench import Figure, seconds_of, spread
from leadtracker.db import db, reading
from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind
from leadtracker.domain.presence import DialMode
from leadtracker.models import CallLeg, User
from leadtracker.telephony.fake import GENUINE, SIGNATURE_HEADER
from tests.support.caller import Caller, View
from tests.support.chaos.people import make_cast
from tests.support.databases import Database, dispose
from tests.support.servers import Floor, Process

COORDINATORS, LEADS = 20, 1_600

#: Three calls a minute each, for so long.
BETWEEN_CALLS, SECONDS = 20.0, 60

#: Cycles whose cost is counted, and how long nobody pauses.
COUNTED, SATURATED_SECONDS = 60, 15

NO_ANSWER = 1

_numbers = itertools.count()


def measure(database: Database) -> Iterator[Figure]:
    app = database.make_app()
    floor = Floor(database, TELEPHONY="fake", LOG_LEVEL="WARNING")
    people = _fill(app)
    try:
        web = floor.start_web()
        desks = [Desk.open(app, floor, person) for person in people]
        yield from _measure_cost(desks[0], web)
        yield _measure_pace(desks)
        yield _measure_saturation(desks)
    finally:
        floor.close()
        dispose(app)


def _fill(app: Flask) -> list[User]:
    """Coordinators in power mode without a breath, and leads who may be called at this hour."""
    with app.app_context():
        db.session().expire_on_commit = False
        people = make_cast(COORDINATORS, LEADS).coordinators
        for person in people:
            person.dial_mode, person.breath_seconds = DialMode.POWER, 0
        db.session.commit()
        return people


@dataclass
class Desk:
    """A coordinator in power mode, and the network's side of their calls."""

    app: Flask
    url: str
    caller: Caller
    call_id: int
    outcome: int

    @classmethod
    def open(cls, app: Flask, floor: Floor, person: User) -> "Desk":
        """Sign in, take a lead and dial it."""
        caller = Caller(floor.url, person)
        view = caller.claim()
        form = {"item": view.item, "phone": view.phone, "request_id": view.request_id}
        caller.post("/calls", **form)
        view = caller.look()
        return cls(app, floor.url, caller, view.call, view.outcome(NO_ANSWER))

    def ring(self) -> None:
        """What the network tells until the lead rings: four messages."""
        self._tell_leg(LegRole.AGENT, LegStatus.IN_PROGRESS)
        self._tell("room", kind=RoomEventKind.JOINED, role=LegRole.AGENT)
        while not self._leg(LegRole.LEAD):
            time.sleep(0.005)
        self._tell_leg(LegRole.LEAD, LegStatus.INITIATED)
        self._tell_leg(LegRole.LEAD, LegStatus.RINGING)

    def press(self) -> None:
        """No answer: one key, one request; the next lead is dialled."""
        former = self.call_id
        answer = self.caller.post("/desk/outcome", call=former, outcome=self.outcome)
        view = View(answer.text)
        if view.state != "live" or view.call == former:
            raise RuntimeError(f"the next lead was not dialled: the desk is {view.state}")
        self.call_id, self._former = view.call, former

    def settle(self) -> None:
        """What the network tells of the former call's end: two messages."""
        self._tell_leg(LegRole.LEAD, LegStatus.CANCELED, self._former)
        self._tell_leg(LegRole.AGENT, LegStatus.COMPLETED, self._former)

    def idle(self) -> None:
        """What an open desk asks by itself in a call of twenty seconds."""
        self.caller.send("PATCH", "/desk/claim")
        self.caller.post("/desk/next")
        for _change in range(3):
            self.caller.send("GET", "/desk/call")
        self.caller.send("PATCH", "/desk/claim")

    def _tell_leg(self, role: LegRole, status: LegStatus, call_id: int | None = None) -> None:
        call_id = call_id or self.call_id
        named = self._leg(role, call_id)
        self._tell("leg", call_id, asked={"role": role}, provider_id=named, status=status)

    def _tell(self, what: str, call_id: int | None = None, asked=None, **form) -> None:
        answer = requests.post(
            f"{self.url}/tw/{what}",
            params={"call": call_id or self.call_id} | (asked or {}),
            data={"key": f"bench-{next(_numbers)}"} | form,
            headers={SIGNATURE_HEADER: GENUINE},
            timeout=30,
        )
        answer.raise_for_status()

    def _leg(self, role: LegRole, call_id: int | None = None) -> str | None:
        """The network's name of a leg, once it was asked to ring it."""
        which = CallLeg.call_id == (call_id or self.call_id), CallLeg.role == role
        with self.app.app_context(), reading():
            return db.session.scalar(select(CallLeg.provider_id).where(*which))


def _measure_cost(desk: Desk, web: Process) -> Iterator[Figure]:
    """The web server's processor time, one coordinator alone, so that nothing else is counted."""
    spent = {"cpu_ms_per_cycle": 0.0, "webhooks_cpu_ms": 0.0, "open_desk_cpu_ms": 0.0}
    for counted in range(-5, COUNTED):
        parts = (
            ("webhooks_cpu_ms", desk.ring),
            ("cpu_ms_per_cycle", desk.press),
            ("webhooks_cpu_ms", desk.settle),
            ("open_desk_cpu_ms", desk.idle),
        )
        for name, part in parts:
            before = _cpu_seconds(web)
            part()
            time.sleep(0.02)  # what is done after an answer belongs to it
            spent[name] += (_cpu_seconds(web) - before) * (counted >= 0)
    under = {"cycles": COUNTED, "coordinators": 1}
    for name, seconds in spent.items():
        yield Figure(name, round(seconds * 1000 / COUNTED, 1), "ms", under)


def _cpu_seconds(web: Process) -> float:
    """Processor time of the server and its workers so far, by Linux's own account."""
    stats = Path("/proc").glob("[0-9]*/task/*/schedstat")
    group = {path for path in stats if _group_of(path.parents[2]) == web.pid}
    return sum(int(path.read_text().split()[0]) for path in group) / 1e9


def _group_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _measure_pace(desks: list[Desk]) -> Figure:
    """Everybody at three calls a minute."""
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(len(desks)) as floor:
        work = [floor.submit(_call_until, desk, end) for desk in desks]
        times = [seconds for one in work for seconds in one.result()]
    under = {"coordinators": len(desks), "calls_a_minute": 3, "cycles": len(times)}
    p95 = {figure.name: figure.value for figure in spread(times, under)}["p95"]
    return Figure("next_call_http_p95_ms", p95, "ms", under)


def _call_until(desk: Desk, end: float) -> list[float]:
    times = []
    time.sleep(random.uniform(0, BETWEEN_CALLS))
    while time.monotonic() < end:
        desk.ring()
        desk.idle()
        times.append(seconds_of(desk.press))
        desk.settle()
        time.sleep(random.uniform(0.8, 1.2) * BETWEEN_CALLS)
    return times


def _measure_saturation(desks: list[Desk]) -> Figure:
    """Nobody pauses."""
    end = time.monotonic() + SATURATED_SECONDS
    with ThreadPoolExecutor(len(desks)) as floor:
        cycles = sum(floor.map(lambda desk: _cycles_until(desk, end), desks))
    under = {"coordinators": len(desks), "cycles": cycles, "with": "webhooks"}
    return Figure("call_cycles_per_s", round(cycles / SATURATED_SECONDS, 1), "1/s", under)


def _cycles_until(desk: Desk, end: float) -> int:
    cycles = 0
    while time.monotonic() < end:
        desk.ring()
        desk.press()
        desk.settle()
        cycles += 1
    return cycles
