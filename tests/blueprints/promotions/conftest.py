"""A director's browser, and a promotion with two weeks of orders behind it."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from tests.support import builders


@pytest.fixture
def director(sign_in, dora):
    return sign_in(dora)


@pytest.fixture
def sold(alice, clock, db):
    """``sold("Spring Alloy", a_day=4, target=100)``: live since two weeks, two more to go."""

    def sold(name, *, a_day, target, teams=(), **terms):
        today = clocks.now().date()
        promotion = builders.make_promotion(
            name,
            products=[builders.make_product()],
            starts_on=today - timedelta(days=15),
            deadline_on=today + timedelta(days=13),
            target_orders=target,
            launched_at=clocks.now() - timedelta(days=15),
            **terms,
        )
        promotion.teams = list(teams)
        lead = builders.make_lead(owner=alice)
        for days in range(1, 15):
            moment = clocks.now() - timedelta(days=days)
            if moment.weekday() < 5:
                for _ in range(a_day):
                    builders.make_order(lead, by=alice, promotion=promotion, placed_at=moment)
        db.session.commit()
        return promotion

    return sold


@pytest.fixture
def form(db, clock):
    """``form(name=…)``: what the page sends when a promotion is kept."""
    product = builders.make_product("Vega", unit_price_minor=13_500)
    today = clocks.now().date()
    made = {
        "lead_list": builders.make_list(leads=[builders.make_lead()]).id,
        "script": builders.make_script().id,
        "outcome_set": builders.make_outcome_set().id,
    }
    db.session.commit()
    base = {
        "name": "Spring Alloy",
        "brief": "Lead with what is on the shelf.",
        "currency": "GBP",
        "offers-0-product": product.id,
        "offers-0-price": "118.80",
        "starts_on": today.isoformat(),
        "deadline_on": (today + timedelta(days=14)).isoformat(),
        "target_orders": "240",
        "priority": "5",
        "caller_id": "",
        **made,
    }
    return lambda **changes: {**base, **changes}
