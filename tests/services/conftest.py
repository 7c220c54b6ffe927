"""A call for the ``item`` that a file of tests makes, and the outcomes it may end with."""

import pytest

from leadtracker.models import Call, Outcome
from tests.support import builders


@pytest.fixture
def call(item, alice, db) -> Call:
    """A conversation that owes its outcome."""
    call = builders.make_call(
        item.lead, by=alice, promotion_id=item.promotion_id, queue_item_id=item.id
    )
    db.session.commit()
    return call


@pytest.fixture
def outcome(item):
    """An outcome of the item's promotion by its code."""

    def of(code: str) -> Outcome:
        return next(each for each in item.promotion.outcome_set.outcomes if each.code == code)

    return of
