"""A floor with something to call: a promotion of three leads for Alice's team."""

import pytest

from leadtracker.models import Outcome, QueueItem
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
