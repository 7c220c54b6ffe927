"""How soon a due callback is on its owner's screen, and what open streams cost the pages."""

import http.client
import json
import random
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import insert

from bench import Figure
from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueKind, QueueState, pool_of, rank_of
from leadtracker.models import Lead, QueueItem, User
from leadtracker.services import _outbox, outcome_sets
from tests.support.builders import (
    make_follow_up,
    make_lead,
    make_promotion,
    make_team,
    make_user,
    session_token,
)
from tests.support.databases import Database, dispose
from tests.support.servers import Floor

PENDING = 100_000
CALLBACKS = 5

#: Longer than it takes to write all those items.
WRITING_TIME = timedelta(seconds=30)
PART = 5_000

STREAMS, COORDINATORS, SECONDS = 300, 20, 20

#: A coordinator looks at a page about this often; a call every 20 s is some eight requests.
BETWEEN_PAGES = 2.5

#: Streams of one process are its threads less 64; both databases get room for all of them.
THREADS = str(STREAMS + 100)


def measure(database: Database) -> Iterator[Figure]:
    app, floor = database.make_app(), Floor(database, WEB_THREADS=THREADS, LOG_LEVEL="WARNING")
    with app.app_context():
        team = make_team()
        outcome_sets.default_set()
        people = [make_user(f"Person {n}", team_id=team.id).id for n in range(COORDINATORS)]
        db.session.commit()
    try:
        floor.start_web()
        floor.start_scheduler()
        yield from _measure_pages(app, floor, people)
        yield from _measure_due(app, floor, people[0])
    finally:
        floor.close()
        dispose(app)


# --- pages beside streams ------------------------------------------------------------------------


def _measure_pages(app: Flask, floor: Floor, people: list[int]) -> Iterator[Figure]:
    """The desk's latency at a human pace, without streams and with all of them and their events."""
    cookies = _cookies(app, people * (STREAMS // len(people)))
    for streams in (0, STREAMS):
        with _open_streams(floor, cookies[:streams]) as held:
            under = {"streams": held, "coordinators": len(people)}
            seconds = _work(app, floor, cookies[: len(people)])
            yield Figure("page_with_streams_p95_ms", _percentile(seconds, 0.95), "ms", under)
            yield Figure("page_with_streams_p50_ms", _percentile(seconds, 0.5), "ms", under)


def _work(app: Flask, floor: Floor, cookies: list[str]) -> list[float]:
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(len(cookies) + 1) as pool:
        pool.submit(_tell_everybody, app, end)
        desks = [pool.submit(_look_at_desk, floor, cookie, end) for cookie in cookies]
        return [seconds for desk in desks for seconds in desk.result()]


def _tell_everybody(app: Flask, end: float) -> None:
    """An event a second to every stream, as a floor of that size makes them."""
    while time.monotonic() < end:
        with app.app_context():
            _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED)
            db.session.commit()
        time.sleep(1)


def _look_at_desk(floor: Floor, cookie: str, end: float) -> list[float]:
    taken = []
    connection = http.client.HTTPConnection("127.0.0.1", floor.web_port, timeout=30)
    _get(connection, "/desk", cookie)
    while time.monotonic() < end:
        time.sleep(random.uniform(0, 2 * BETWEEN_PAGES))
        began = time.perf_counter()
        status = _get(connection, "/desk", cookie)
        taken.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"/desk answered {status}")
    connection.close()
    return taken


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie, "Accept": "text/html"})
    response = connection.getresponse()
    response.read()
    return response.status


@contextmanager
def _open_streams(floor: Floor, cookies: list[str]) -> Iterator[int]:
    """Hold a stream per cookie and give how many were granted."""
    held = [_Stream(floor, cookie) for cookie in cookies]
    try:
        yield sum(stream.is_open for stream in held)
    finally:
        for stream in held:
            stream.close()


class _Stream:
    """An event stream over a bare socket: three hundred of them need no thread each."""

    def __init__(self, floor: Floor, cookie: str):
        self._socket = socket.create_connection(("127.0.0.1", floor.web_port), timeout=30)
        self._socket.sendall(
            b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            + f"Cookie: {cookie}\r\n\r\n".encode()
        )
        self._received = b""
        self.is_open = b" 200 " in self._read_until(b"id: ").split(b"\r\n")[0]

    def wait_for(self, name: str, seconds: float) -> dict:
        """The data of the next event called ``name``."""
        self._socket.settimeout(seconds)
        self._read_until(f"event: {name}\ndata: ".encode())
        return json.loads(self._read_until(b"\n\n"))

    def close(self) -> None:
        self._socket.close()

    def _read_until(self, mark: bytes) -> bytes:
        while mark not in self._received:
            if not (more := self._socket.recv(65536)):
                break
            self._received += more
        before, _, self._received = self._received.partition(mark)
        return before


# --- from due to the screen ----------------------------------------------------------------------


def _measure_due(app: Flask, floor: Floor, owner_id: int) -> Iterator[Figure]:
    """With all the others due later, then with all of them due at the same moment, just before."""
    (cookie,) = _cookies(app, [owner_id])
    leads = _make_leads(app)
    _make_items(app, leads, due_at=clock.now() + timedelta(days=1))
    slowest = max(
        _seconds_to_screen(app, floor, owner_id, cookie, due_at=clock.now() + soon)
        for soon in (timedelta(seconds=2 + random.random()) for _ in range(CALLBACKS))
    )
    yield Figure("due_to_screen_s", round(slowest, 2), "s", {"pending": PENDING, "due_with_it": 0})
    rush_at = clock.now() + WRITING_TIME
    _make_items(app, leads, due_at=rush_at)
    after = rush_at + timedelta(milliseconds=1)
    seconds = _seconds_to_screen(app, floor, owner_id, cookie, due_at=after)
    under = {"pending": 2 * PENDING, "due_with_it": PENDING}
    yield Figure("due_to_screen_s", round(seconds, 2), "s", under)


def _seconds_to_screen(
    app: Flask, floor: Floor, owner_id: int, cookie: str, *, due_at: datetime
) -> float:
    """From the moment agreed until its notice is there and the desk, fetched anew, has it ready."""
    stream = _Stream(floor, cookie)
    with app.app_context():
        owner = db.session.get(User, owner_id)
        promised = make_follow_up(make_lead(), owner=owner, due_at=due_at).id
        db.session.commit()
    while stream.wait_for("follow_up_due", 60)["follow_up"] != promised:
        pass
    while not _is_ready(app, promised):
        stream.wait_for("queue_changed", 60)
    connection = http.client.HTTPConnection("127.0.0.1", floor.web_port, timeout=30)
    _get(connection, "/desk", cookie)
    seconds = (clock.now() - due_at).total_seconds()
    connection.close()
    stream.close()
    return seconds


def _is_ready(app: Flask, follow_up_id: int) -> bool:
    with app.app_context(), reading():
        item = db.session.query(QueueItem).filter_by(follow_up_id=follow_up_id).one()
        return item.state is QueueState.READY


def _make_leads(app: Flask) -> list[int]:
    """``PENDING`` leads, written in parts: others want to write as well."""
    ids: list[int] = []
    with app.app_context():
        for _ in range(PENDING // PART):
            leads = [{"company": f"Wheels {len(ids) + n}"} for n in range(PART)]
            ids += db.session.scalars(insert(Lead).returning(Lead.id), leads)
            db.session.commit()
    return ids


def _make_items(app: Flask, leads: list[int], *, due_at: datetime) -> None:
    """A promotion's items for all ``leads``, due together."""
    with app.app_context():
        place = {"owner_id": None, "team_id": None, "promotion_id": make_promotion().id}
        item = {
            "kind": QueueKind.PROMOTION,
            "state": QueueState.SCHEDULED,
            "rank": rank_of(QueueKind.PROMOTION),
            "pool": pool_of(**place),
            "not_before": due_at,
            **place,
        }
        for start in range(0, PENDING, PART):
            part = leads[start : start + PART]
            db.session.execute(insert(QueueItem), [{"lead_id": lead, **item} for lead in part])
            db.session.commit()
    if clock.now() > due_at:
        raise RuntimeError("writing the items took too long for this measurement")


# --- shared --------------------------------------------------------------------------------------


def _cookies(app: Flask, people: list[int]) -> list[str]:
    """A signed-in browser for each of ``people``."""
    with app.app_context():
        tokens = [session_token(db.session.get(User, person)) for person in people]
        db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={serializer.dumps({'_user_id': token, '_fresh': True})}" for token in tokens]


def _percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return round(ordered[round((len(ordered) - 1) * share)] * 1000, 1)
