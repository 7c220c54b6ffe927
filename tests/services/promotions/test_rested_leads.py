"""Leads of a new promotion that had calls before: it waits until they have rested."""

from datetime import timedelta

import pytest

from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor
from leadtracker.models import QueueItem
from leadtracker.services import promotion_queue
from tests.support import builders

DAY = timedelta(days=1)


@pytest.fixture
def lead(clock, db, alice):
    return builders.make_lead("Castle Tyres", owner=alice)


@pytest.mark.parametrize(
    ("hours_ago", "code", "waits"),
    [(5, "not_interested", True), (47, "not_interested", True), (49, "not_interested", False),
     (5, "no_answer", False)],
)  # fmt: skip
def test_a_new_promotion_waits_for_leads_that_another_one_called(
    lead, alice, db, hours_ago, code, waits
):
    before = builders.make_promotion()
    promotion = builders.make_promotion(leads=[lead])
    outcome = next(o for o in before.outcome_set.outcomes if o.code == code)
    call = builders.make_call(lead, by=alice, promotion_id=before.id, outcome_id=outcome.id)
    call.started_at = call.started_at - timedelta(hours=hours_ago)
    call.ended_at = call.wrapped_up_at = call.ended_at - timedelta(hours=hours_ago)
    db.session.commit()

    promotion_queue.add_leads(promotion)

    item = db.session.query(QueueItem).filter_by(promotion_id=promotion.id).one()
    assert (item.state is QueueState.SCHEDULED) is waits
    if waits:
        assert item.waits_for is WaitsFor.COOL_DOWN
        assert item.not_before == call.ended_at + 2 * DAY


def test_a_new_lead_that_nobody_called_waits_for_its_hours_at_most(lead, db):
    promotion = builders.make_promotion(leads=[lead])
    db.session.commit()

    promotion_queue.add_leads(promotion)

    item = db.session.query(QueueItem).filter_by(promotion_id=promotion.id).one()
    assert (item.state, item.waits_for) == (QueueState.READY, WaitsFor.HOURS)


def test_a_missed_try_keeps_a_new_promotion_away_when_its_rules_say_so(lead, alice, db):
    before = builders.make_promotion()
    promotion = builders.make_promotion(leads=[lead], attempt_rules={"missed_days": 3})
    missed = before.outcome_set.outcomes[0]
    call = builders.make_call(lead, by=alice, promotion_id=before.id, outcome_id=missed.id)
    db.session.commit()

    promotion_queue.add_leads(promotion)

    item = db.session.query(QueueItem).filter_by(promotion_id=promotion.id).one()
    assert item.waits_for is WaitsFor.COOL_DOWN
    assert item.not_before == call.ended_at + 3 * DAY
    assert item.kind is QueueKind.PROMOTION


@pytest.mark.parametrize(("days_ago", "waits"), [(59, True), (61, False)])
def test_a_new_promotion_keeps_to_the_rest_that_closed_a_lead(lead, alice, db, days_ago, waits):
    before = builders.make_promotion()
    outcome = next(o for o in before.outcome_set.outcomes if o.code == "not_interested")
    outcome.retry_after_seconds = int((60 * DAY).total_seconds())
    call = builders.make_call(lead, by=alice, promotion_id=before.id, outcome_id=outcome.id)
    call.started_at = call.started_at - days_ago * DAY
    call.ended_at = call.wrapped_up_at = call.ended_at - days_ago * DAY
    promotion = builders.make_promotion(leads=[lead], attempt_rules={"cool_down_days": 0})
    db.session.commit()

    promotion_queue.add_leads(promotion)

    item = db.session.query(QueueItem).filter_by(promotion_id=promotion.id).one()
    assert (item.state is QueueState.SCHEDULED) is waits
    if waits:
        assert item.not_before == call.ended_at + 60 * DAY
        assert item.waits_for is WaitsFor.COOL_DOWN
