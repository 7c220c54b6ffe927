"""The storm itself: a floor, its coordinators, the killer, and the calm that follows."""

import time
from dataclasses import dataclass

from flask import Flask

from leadtracker.db import db
from tests.support import databases
from tests.support.chaos.coordinator import Coordinator
from tests.support.chaos.journal import Journal
from tests.support.chaos.killer import Killer
from tests.support.chaos.people import make_cast
from tests.support.chaos.reckoning import Reckoning, settle_down, take_stock
from tests.support.databases import Database
from tests.support.ports import find_free_port
from tests.support.servers import Floor

#: Events that no kill explains.
FAILED = ("request_failed", "job_failed", "follow_up_failed", "error_page_failed")


@dataclass(frozen=True)
class Weather:
    """How large a storm, and how bad. The same ``seed`` makes the same people and kills."""

    calls: int
    coordinators: int
    webs: int = 1
    schedulers: int = 1
    kill_every_seconds: tuple[float, float] = (3, 9)
    speed: int = 40
    longest_seconds: float = 1800
    seed: int = 1


@dataclass(frozen=True)
class Aftermath:
    """What came of it."""

    reckoning: Reckoning
    journal: Journal
    seconds: float
    kills: dict[str, int]
    faults: list[str]

    @property
    def complaints(self) -> dict[str, list[str]]:
        """Everything that is wrong, by what it is about; nothing on a good day."""
        faults = {"faults": self.faults} if self.faults else {}
        return self.reckoning.complaints | faults


def run(database: Database, weather: Weather) -> Aftermath:
    """Work ``weather.calls`` calls while processes die; raises when coordinators cannot go on."""
    app = database.make_app()
    floor = Floor(database, SIMULATOR_SPEED=str(weather.speed), LOG_LEVEL="WARNING")
    try:
        return _run(app, floor, weather)
    finally:
        floor.close()
        databases.dispose(app)


def _run(app: Flask, floor: Floor, weather: Weather) -> Aftermath:
    journal = Journal(weather.calls)
    with app.app_context():
        db.session().expire_on_commit = False
        cast = make_cast(weather.coordinators, leads=weather.calls + weather.calls // 4)
        db.session.commit()
    urls, processes = _start(floor, weather)
    abates = weather.calls - 2 * weather.coordinators
    killer = Killer(
        processes,
        weather.kill_every_seconds,
        lambda: len(journal.calls) >= abates,
        weather.seed,
    )
    people = [
        Coordinator(person, urls, journal, cast.outcomes, f"{weather.seed}:{person.id}")
        for person in cast.coordinators
    ]
    began = time.monotonic()
    for thread in (*people, killer):
        thread.start()
    _wait_for(people, began + weather.longest_seconds)
    killer.stop()
    seconds = time.monotonic() - began
    settle_down(app)
    reckoning = take_stock(app, floor, journal, cast.leads)
    faults = [*journal.faults, *_failures(floor)]
    return Aftermath(reckoning, journal, seconds, dict(killer.kills), faults)


def _failures(floor: Floor) -> list[str]:
    """What processes said of themselves that went wrong."""
    return [line for line in floor.log.splitlines() if any(word in line for word in FAILED)]


def _start(floor: Floor, weather: Weather) -> tuple[list[str], list]:
    """Everything that runs; the addresses of the web servers, and what may be killed."""
    floor.start_simulator()
    ports = [floor.web_port, *(find_free_port() for _more in range(weather.webs - 1))]
    webs = [floor.start_web(port) for port in ports]
    schedulers = [floor.start_scheduler() for _one in range(weather.schedulers)]
    return [f"http://127.0.0.1:{port}" for port in ports], [*webs, *schedulers]


def _wait_for(people: list[Coordinator], until: float) -> None:
    for person in people:
        person.join(max(until - time.monotonic(), 0))
        if person.failed:
            raise person.failed
        if person.is_alive():
            raise TimeoutError(f"{person.name} is not done with the calls in time")
