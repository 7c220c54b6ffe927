"""How fast the director's board and a promotion's page come, and how long a launch takes."""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

from flask import Flask
from sqlalchemy import insert, select

from bench import Figure, seconds_of, spread
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import QueueKind, QueueState, pool_of, rank_of
from leadtracker.models import Lead, LeadListMember, Order, Phone, Promotion, QueueItem, User
from leadtracker.models.promotion import PromotionState
from leadtracker.services.promotions import launch_promotion
from tests.support.builders import (
    make_list,
    make_outcome_set,
    make_product,
    make_promotion,
    make_script,
    make_team,
    make_user,
    session_token,
)
from tests.support.databases import Database, dispose

PROMOTIONS, LEADS_EACH, ORDERS_EACH = 40, 2_500, 750
LOOKS = 60

#: As many leads as the largest list that a first evening may bring.
LAUNCHED = 11_822

ZONES = ("Europe/London", "America/New_York", "America/Phoenix", "Europe/Madrid", "Asia/Tokyo")


def measure(database: Database) -> Iterator[Figure]:
    app = database.make_app()
    with app.app_context():
        director = make_user(role=Role.DIRECTOR)
        _fill(director)
        promotion_id = db.session.scalar(select(Promotion.id).limit(1))
        cookie = session_token(director)
        db.session.commit()
    under = {"promotions": PROMOTIONS, "items": PROMOTIONS * LEADS_EACH, "orders": ORDERS_EACH}
    for name, address in (
        ("board_p95_ms", "/promotions"),
        ("promotion_page_p95_ms", f"/promotions/{promotion_id}"),
    ):
        figures = {figure.name: figure for figure in spread(_look(app, cookie, address), under)}
        yield Figure(name, figures["p95"].value, "ms", under)
    yield _measure_launch(app)
    dispose(app)


def _look(app: Flask, cookie: str, address: str) -> list[float]:
    """Ask for a page's changing part, as every open board does."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = cookie, True
    headers = {"HX-Request": "true"}
    look = lambda: browser.get(address, headers=headers).get_data()  # noqa: E731
    return [seconds_of(look) for _ in range(LOOKS)][5:]


def _fill(director: User) -> None:
    team = make_team()
    people = [make_user(team_id=team.id).id for _ in range(8)]
    script, outcomes = make_script().id, make_outcome_set().id
    leads = _leads(LEADS_EACH)
    for number in range(PROMOTIONS):
        today = clock.now().date()
        promotion = make_promotion(
            f"Promotion {number}",
            products=[make_product()],
            script_id=script,
            outcome_set_id=outcomes,
            starts_on=today - timedelta(days=20),
            deadline_on=today + timedelta(days=10 + number),
            target_orders=1000,
            launched_at=clock.now() - timedelta(days=20),
        )
        _queue(promotion, leads)
        _sell(promotion, leads, people)


def _leads(count: int) -> list[int]:
    first = (db.session.scalar(select(Lead.id).order_by(Lead.id.desc()).limit(1)) or 0) + 1
    ids = list(range(first, first + count))
    db.session.execute(
        insert(Lead),
        [{"id": n, "company": f"Wheels {n}", "time_zone": ZONES[n % len(ZONES)]} for n in ids],
    )
    db.session.execute(
        insert(Phone),
        [{"lead_id": n, "e164": f"+4479{n:08d}", "original": f"{n}"} for n in ids],
    )
    return ids


def _queue(promotion: Promotion, leads: list[int]) -> None:
    place = {"owner_id": None, "team_id": None, "promotion_id": promotion.id}
    item = {
        "kind": QueueKind.PROMOTION,
        "rank": rank_of(QueueKind.PROMOTION),
        "pool": pool_of(**place),
        **place,
    }
    states = (QueueState.READY, QueueState.SCHEDULED, QueueState.DONE)
    now = clock.now()
    db.session.execute(
        insert(QueueItem),
        [
            {
                "lead_id": lead,
                "state": states[lead % 3],
                "closed_at": now - timedelta(days=lead % 15) if lead % 3 == 2 else None,
                **item,
            }
            for lead in leads
        ],
    )


def _sell(promotion: Promotion, leads: list[int], people: list[int]) -> None:
    now = clock.now()
    db.session.execute(
        insert(Order),
        [
            {
                "request_id": f"{promotion.id}-{number}",
                "lead_id": leads[number % len(leads)],
                "promotion_id": promotion.id,
                "user_id": people[number % len(people)],
                "currency": "GBP",
                "total_minor": 40_000,
                "placed_at": now - timedelta(minutes=37 * number),
            }
            for number in range(ORDERS_EACH)
        ],
    )


def _measure_launch(app: Flask) -> Figure:
    """A list of its own becomes queue items."""
    with app.app_context():
        director = make_user(role=Role.DIRECTOR)
        chosen = make_list("Everybody")
        db.session.execute(
            insert(LeadListMember),
            [{"list_id": chosen.id, "lead_id": lead} for lead in _leads(LAUNCHED)],
        )
        promotion = make_promotion(
            "Large", list_id=chosen.id, products=[make_product()], state=PromotionState.DRAFT
        )
        db.session.commit()
        began = perf_counter()
        launch_promotion(promotion, by=director)
        return Figure(
            "launch_ms", round((perf_counter() - began) * 1000), "ms", {"leads": LAUNCHED}
        )
