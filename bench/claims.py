"""How fast the next item comes to a desk from a queue of a million, and how fast it becomes ready.

The claim alone is the product's own statement on a bare connection of the driver; a claim as the
desk makes it, with its locks and its look at the pools, is ``claim_next``.
"""

import itertools
import multiprocessing
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter, sleep

import psycopg
from flask import Flask
from sqlalchemy import make_url, text

from bench import Figure, seconds_of, spread
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import QueueItem, User
from leadtracker.services import queue, queue_sweeps
from tests.support.builders import make_lead, make_promotion, make_queue_item, make_team, make_user
from tests.support.databases import POSTGRESQL, SQLITE, Database, dispose

ITEMS, LEADS = 1_000_000, 200_000
CLAIMERS, PROCESSES, SECONDS = 32, 1, 4

#: One machine's floor: who works on SQLite, and how long a call keeps them from the next claim.
FLOOR, BETWEEN_CLAIMS, FLOOR_SECONDS = 16, 1.0, 15

DUE = 10_000


def measure(database: Database) -> Iterator[Figure]:
    app = database.make_app()
    people, pool = _fill(app, CLAIMERS)
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith(POSTGRESQL):
        yield from _measure_statement(app, people, pool)
    yield from _measure_floor(app, people[:FLOOR])
    yield _measure_sweep(app)
    dispose(app)


def _fill(app: Flask, people: int) -> tuple[list[int], str]:
    """Five promotions of every lead, all in one team's pool."""
    with app.app_context():
        team = make_team()
        users = [make_user(team_id=team.id).id for _ in range(people)]
        first = make_lead(team_id=team.id, phone="")
        lead_import = _copies("lead", first.id, LEADS - 1)
        db.session.execute(text(lead_import))
        for _promotion in range(ITEMS // LEADS):
            promotion = make_promotion()
            item = make_queue_item(first, promotion=promotion, team_id=team.id)
            db.session.execute(text(_copies("queue_item", item.id, LEADS - 1, lead_id="numbers.n")))
        pool = item.pool
        db.session.commit()
        _settle_down()
        return users, pool


def _settle_down() -> None:
    """What a database does by itself after so much was written, before anything is timed."""
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    if db.engine.dialect.name == SQLITE:
        db.session.remove()
        connection = db.engine.raw_connection()
        connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _copies(table: str, row: int, count: int, **other: str) -> str:
    """Copies of a row, made by the database itself; ``numbers.n`` counts from 2."""
    columns = [
        column.name for column in db.metadata.tables[table].columns if not column.primary_key
    ]
    values = [other.get(name, f'row."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"""
        WITH RECURSIVE numbers(n) AS (
            SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n <= {count}
        )
        INSERT INTO {table} ({names})
        SELECT {", ".join(values)} FROM {table} AS row, numbers WHERE row.id = {row}
    """


# --- the claim alone -----------------------------------------------------------------------------


def _measure_statement(app: Flask, people: list[int], pool: str) -> Iterator[Figure]:
    """Claimers without a pause, in threads of one process as in a web server."""
    with app.app_context():
        statement, given = _statement(people[0], pool)
        url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
    each = len(people) // PROCESSES
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as processes:
        work = [
            (address, statement, given, people[at : at + each])
            for at in range(0, len(people), each)
        ]
        results = processes.starmap(_claim_in_threads, work)
    times = [seconds for one in results for seconds, _item in one]
    items = [item for one in results for _seconds, item in one]
    under = {"items": ITEMS, "claimers": len(people), "what": "statement"}
    yield _p95("claim_p95_ms", times, under)
    yield Figure("claim_per_s", round(len(times) / SECONDS), "1/s", under)
    yield Figure("claim_doubles", len(items) - len(set(items)), "", under)


def _statement(user_id: int, pool: str) -> tuple[str, dict]:
    """The product's claim as the driver is given it, and what it is given with it."""
    compiled = queue.claim_of_head().compile(db.engine)
    now = clock.now()
    given = {"desk": user_id, "since": now, "until": now, "is_next": False, "from_pool": pool}
    return str(compiled), compiled.construct_params(given | {"most": 1})


def _claim_in_threads(address: str, statement: str, given: dict, people: list[int]) -> list:
    with ThreadPoolExecutor(len(people)) as threads:
        claims = [
            threads.submit(_claim_without_pause, address, statement, given | {"desk": person})
            for person in people
        ]
        return [row for claim in claims for row in claim.result()]


def _claim_without_pause(address: str, statement: str, given: dict) -> list[tuple[float, int]]:
    claimed = []
    with psycopg.connect(address, autocommit=True) as connection:
        end = perf_counter() + SECONDS
        while (began := perf_counter()) < end:
            row = connection.execute(statement, given, prepare=True).fetchone()
            if row is not None:
                claimed.append((perf_counter() - began, row[0]))
    return claimed


# --- a claim as the desk makes it ----------------------------------------------------------------


def _measure_floor(app: Flask, people: list[int]) -> Iterator[Figure]:
    """Coordinators at a human pace; each item is done before the next is asked for."""
    with ThreadPoolExecutor(len(people)) as floor:
        desks = [floor.submit(_work_desk, app, person) for person in people]
        times = [seconds for desk in desks for seconds in desk.result()]
    under = {"items": ITEMS, "claimers": len(people), "what": "claim_next"}
    yield _p95("claim_p95_ms", times, under)


def _work_desk(app: Flask, person: int) -> list[float]:
    times = []
    end = perf_counter() + FLOOR_SECONDS
    while perf_counter() < end:
        sleep(random.uniform(0, 2 * BETWEEN_CLAIMS))
        with app.app_context():
            user = db.session.get(User, person)
            db.session.commit()
            times.append(seconds_of(lambda user=user: queue.claim_next(user)))
            for item in db.session.query(QueueItem).filter_by(claimed_by_id=person):
                item.finish(clock.now())
            db.session.commit()
    return times[1:]


# --- what comes due ------------------------------------------------------------------------------


def _measure_sweep(app: Flask) -> Figure:
    """Ten thousand items whose moment has come, among a million."""
    with app.app_context():
        ids = db.session.query(QueueItem.id).filter_by(state=QueueState.READY).limit(DUE)
        due = list(itertools.chain.from_iterable(ids))
        moment = clock.now() - timedelta(seconds=1)
        db.session.query(QueueItem).filter(QueueItem.id.in_(due)).update(
            {"state": QueueState.SCHEDULED, "waits_for": WaitsFor.HOURS, "not_before": moment}
        )
        db.session.commit()
        began = perf_counter()
        while queue_sweeps.make_due_ready():
            pass
        return Figure("sweep_10k_s", round(perf_counter() - began, 3), "s", {"items": ITEMS})


def _p95(name: str, times: list[float], under: dict) -> Figure:
    return Figure(name, {f.name: f.value for f in spread(times, under)}["p95"], "ms", under)
