"""A floor with something to call: a promotion of three leads for Alice's team."""

import pytest

from leadtracker.models import Call, Outcome, QueueItem
from tests.support import builders


@pytest.fixture
def items(clock, db, alice, telephony) -> list[QueueItem]:
    leads = [
        builders.make_lead(name, team_id=alice.team_id)
        for name in ("Castle Tyres", "Abbey Motors", "Moorland Rims")
    ]
    promotion = builders.make_promotion(
        "Spring Alloy", leads=leads, products=[builders.make_product()]
    )
    made = [
        builders.make_queue_item(lead, promotion=promotion, team_id=alice.team_id) for lead in leads
    ]
    db.session.commit()
    return made


@pytest.fixture
def browser(sign_in, alice):
    return sign_in(alice)


@pytest.fixture
def outcome(items):
    """An outcome of the promotion's set by its code."""

    def of(code: str) -> Outcome:
        offered = items[0].promotion.outcome_set.outcomes
        return next(each for each in offered if each.code == code)

    return of


@pytest.fixture
def call(browser, items, alice, db) -> Call:
    """A conversation with the first lead, on Alice's desk, that owes its outcome."""
    browser.post("/desk/claim", htmx=True)
    call = builders.make_call(
        items[0].lead,
        by=alice,
        queue_item_id=items[0].id,
        promotion_id=items[0].promotion_id,
    )
    db.session.commit()
    return call


@pytest.fixture
def settle(browser, call, outcome):
    """``settle(code)``: press the key of that outcome."""

    def send(code: str = "no_answer", **fields):
        form = {"call": call.id, "outcome": outcome(code).id}
        return browser.post("/desk/outcome", data=form | fields, htmx=True)

    return send
