"""Drafts to launch, and what lies in the queue for them."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.models import QueueItem
from leadtracker.services import promotions
from leadtracker.services.outcome_sets import default_set
from leadtracker.services.promotions import OfferTerms, Terms
from tests.support import builders


@pytest.fixture
def terms(clock, db):
    """``terms(name=…)``: what a director would write; only the named parts differ."""
    wheel = builders.make_product("Vega", unit_price_minor=13_500)
    today = clocks.now().date()
    base = {
        "name": "Spring Alloy",
        "lead_list": builders.make_list(leads=[builders.make_lead()]),
        "script": builders.make_script(),
        "outcome_set": default_set(),
        "starts_on": today,
        "deadline_on": today + timedelta(days=14),
        "target_orders": 240,
        "currency": "GBP",
        "offers": [OfferTerms(wheel, 11_880)],
    }
    return lambda **changes: Terms(**(base | changes))


@pytest.fixture
def draft(terms, dora):
    """``draft(leads, …)``: a draft for these leads."""

    def draft(leads, **changes):
        chosen = builders.make_list(leads=leads)
        return promotions.create_promotion(terms(lead_list=chosen, **changes), by=dora)

    return draft


@pytest.fixture
def items_of(db):
    """``items_of(promotion)``: its queue items by lead, as the database has them."""

    def items_of(promotion) -> dict[int, QueueItem]:
        rows = db.session.query(QueueItem).filter_by(promotion_id=promotion.id)
        return {item.lead_id: item for item in rows.populate_existing()}

    return items_of
