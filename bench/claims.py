"""How fast the next item comes to a desk, with few and with many coordinators asking at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import perf_counter, sleep

from flask import Flask
from sqlalchemy import insert

from bench import Figure, seconds_of, spread
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueKind, QueueState, pool_of, rank_of
from leadtracker.models import Lead, QueueItem, User
from leadtracker.services import queue
from tests.support.builders import make_promotion, make_team, make_user
from tests.support.databases import Database, dispose

ITEMS = 20_000
SECONDS = 3


def measure(database: Database) -> Iterator[Figure]:
    app = database.make_app()
    people = _fill(app, coordinators=20)
    for count in (1, 8, 20):
        yield from _measure_floor(app, people[:count])
    dispose(app)


def _fill(app: Flask, coordinators: int) -> list[int]:
    with app.app_context():
        team = make_team()
        people = [make_user(team_id=team.id).id for _ in range(coordinators)]
        promotion = make_promotion()
        ids = range(1, ITEMS + 1)
        leads = [{"id": number, "company": f"Wheels {number}"} for number in ids]
        db.session.execute(insert(Lead), leads)
        place = {"owner_id": None, "team_id": None, "promotion_id": promotion.id}
        item = {
            "kind": QueueKind.PROMOTION,
            "state": QueueState.READY,
            "rank": rank_of(QueueKind.PROMOTION),
            "pool": pool_of(**place),
            **place,
        }
        db.session.execute(insert(QueueItem), [{"lead_id": number, **item} for number in ids])
        db.session.commit()
        return people


def _measure_floor(app: Flask, people: list[int]) -> Iterator[Figure]:
    """Claim without a pause for a while; each claimed item is done at once."""
    over = Event()
    with ThreadPoolExecutor(len(people)) as floor:
        began = perf_counter()
        desks = [floor.submit(_claim_until, over, app, person) for person in people]
        sleep(SECONDS)
        over.set()
        times = [seconds for desk in desks for seconds in desk.result()]
        elapsed = perf_counter() - began
    under = {"coordinators": len(people), "items": ITEMS}
    yield Figure("claims", round(len(times) / elapsed, 1), "1/s", under)
    yield from spread(times, under)


def _claim_until(over: Event, app: Flask, person: int) -> list[float]:
    times = []
    while not over.is_set():
        with app.app_context():
            user = db.session.get(User, person)
            db.session.commit()
            times.append(seconds_of(lambda user=user: queue.claim_next(user)))
            item = db.session.query(QueueItem).filter_by(claimed_by_id=person).one()
            item.finish(clock.now())
            db.session.commit()
    return times
