"""A lead's next try in the queue: by its promotion's rules, and in peace from the other ones."""

from datetime import timedelta

import pytest

from leadtracker.domain.calls import LegRole
from leadtracker.domain.queue import TOP_RANK, QueueState, WaitsFor
from leadtracker.models import CallLeg
from leadtracker.services import outcomes, queue, queue_sweeps
from tests.support import builders

DAY = timedelta(days=1)


@pytest.fixture
def lead(clock, db, alice):
    return builders.make_lead("Castle Tyres", owner=alice)


@pytest.fixture
def item(lead, db):
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    item = builders.make_queue_item(lead, promotion=promotion)
    db.session.commit()
    return item


@pytest.fixture
def settle(alice, db):
    """``settle(item, code)``: call its lead once more and say what came of it."""

    def settle(item, code):
        queue.open_item(item, by=alice)
        call = builders.make_call(
            item.lead, by=alice, promotion_id=item.promotion_id, queue_item_id=item.id
        )
        db.session.commit()
        outcome = next(o for o in item.promotion.outcome_set.outcomes if o.code == code)
        outcomes.set_outcome(call, outcome, by=alice, claim_next=False)
        return call

    return settle


@pytest.fixture
def owe_rest(db):
    """``owe_rest(promotion, code, days=60)``: whom this outcome closes rests so long."""

    def owe_rest(promotion, code, *, days):
        outcome = next(o for o in promotion.outcome_set.outcomes if o.code == code)
        outcome.retry_after_seconds = days * 86400
        db.session.commit()
        return outcome

    return owe_rest


@pytest.fixture
def other(lead, db):
    """``other(**fields)``: the lead waits for another promotion too."""

    def other(*, rules=None, **fields):
        promotion = builders.make_promotion(leads=[lead], attempt_rules=rules or {})
        item = builders.make_queue_item(lead, promotion=promotion, **fields)
        db.session.commit()
        return item

    return other


def test_it_waits_for_a_retry_and_then_for_tomorrow(item, settle, clock):
    settle(item, "no_answer")
    assert item.waits_for is WaitsFor.RETRY

    clock.shift(timedelta(hours=4))
    queue_sweeps.make_due_ready()
    settle(item, "no_answer")

    assert item.waits_for is WaitsFor.ENOUGH_TODAY
    assert item.not_before.isoformat() == "2026-03-11T17:00:00+00:00"


def test_only_todays_tries_of_this_item_count(item, settle, lead, alice, db, clock):
    settled = {"by": alice, "wrapped_up_at": item.created_at}
    builders.make_call(lead, **settled)
    for days in (1, 2):
        yesterday = item.created_at - days * DAY
        builders.make_call(lead, queue_item_id=item.id, started_at=yesterday, **settled)
    db.session.commit()

    settle(item, "no_answer")

    assert item.waits_for is WaitsFor.RETRY


def test_a_call_that_never_rang_the_lead_is_no_try(item, settle, lead, alice, db):
    settled = {"by": alice, "queue_item_id": item.id, "wrapped_up_at": item.created_at}
    agent = CallLeg(role=LegRole.AGENT, to_e164=alice.phone, provider_id="line-a")
    refused = CallLeg(role=LegRole.LEAD, to_e164=lead.phones[0].e164, refused=True)
    builders.make_call(lead, legs=[agent], **settled)
    builders.make_call(lead, legs=[refused], **settled)
    db.session.commit()

    settle(item, "no_answer")

    assert item.waits_for is WaitsFor.RETRY


@pytest.mark.parametrize(
    ("who", "waits_for"), [("alice", WaitsFor.RETRY), ("mona", WaitsFor.ENOUGH_TODAY)]
)
def test_a_dial_taken_back_is_no_try_and_a_cleared_wrap_up_is(
    item, settle, lead, cast, db, who, waits_for
):
    call = builders.make_call(lead, by=cast.alice, queue_item_id=item.id)
    call.waive(at=call.ended_at, by_id=getattr(cast, who).id, reason="The browser went down")
    db.session.commit()

    settle(item, "no_answer")

    assert item.waits_for is waits_for


def test_the_promotions_own_rules_count(item, settle, db):
    item.promotion.attempt_rules = {"tries": 1}
    db.session.commit()

    settle(item, "no_answer")

    assert item.state is QueueState.DONE


def test_a_recycled_lead_begins_a_new_round(item, settle, db):
    item.promotion.attempt_rules = {"tries": 1, "rounds": 2, "recycle_after_days": 14}
    db.session.commit()

    call = settle(item, "no_answer")

    assert (item.state, item.waits_for) == (QueueState.SCHEDULED, WaitsFor.RECYCLED)
    assert (item.attempts, item.round) == (0, 2)
    assert item.not_before.date() == (call.ended_at + 14 * DAY).date()


def test_a_promise_is_tried_again_without_an_end(lead, alice, db, clock):
    promise = builders.make_follow_up(lead, owner=alice)
    promise.queue_item.attempts = 40
    call = builders.make_call(lead, by=alice, queue_item_id=promise.queue_item.id)
    missed = builders.make_outcome_set().outcomes[0]
    db.session.commit()

    outcomes.set_outcome(call, missed, by=alice)

    assert promise.queue_item.waits_for is WaitsFor.RETRY


def test_a_try_falls_into_the_leads_calling_hours(item, settle, clock):
    clock.shift(timedelta(hours=10, minutes=50))  # 8:50 pm; the line is engaged for a while

    engaged = next(o for o in item.promotion.outcome_set.outcomes if o.code == "no_answer")
    engaged.retry_after_seconds = 900
    settle(item, "no_answer")

    assert item.not_before.isoformat() == "2026-03-11T08:00:00+00:00"


def test_what_was_put_on_top_goes_back_to_its_place_after_a_try(item, settle, db):
    item.rank = TOP_RANK
    db.session.commit()

    settle(item, "no_answer")

    assert item.rank == item.promotion.rank


def test_another_promotion_leaves_a_reached_lead_in_peace(item, settle, other):
    waiting = other()

    call = settle(item, "not_interested")

    assert (waiting.state, waiting.waits_for) == (QueueState.SCHEDULED, WaitsFor.COOL_DOWN)
    assert waiting.not_before == call.ended_at + 2 * DAY


def test_an_outcome_that_closes_keeps_every_promotion_away_for_its_rest(
    item, settle, other, owe_rest
):
    owe_rest(item.promotion, "not_interested", days=60)
    usual, hasty = other(), other(rules={"cool_down_days": 0})
    patient = other(rules={"cool_down_days": 90})

    call = settle(item, "not_interested")

    assert usual.not_before == hasty.not_before == call.ended_at + 60 * DAY
    assert patient.not_before == call.ended_at + 90 * DAY
    assert {each.waits_for for each in (usual, hasty, patient)} == {WaitsFor.COOL_DOWN}


def test_a_try_in_vain_keeps_nobody_away_unless_the_other_says_so(item, settle, other):
    usual, patient = other(), other(rules={"missed_days": 1})

    settle(item, "no_answer")

    assert usual.state is QueueState.READY
    assert patient.waits_for is WaitsFor.COOL_DOWN


def test_a_promotion_that_needs_no_peace_goes_on(item, settle, other):
    waiting = other(rules={"cool_down_days": 0})

    settle(item, "not_interested")

    assert waiting.state is QueueState.READY


def test_what_waits_longer_anyway_goes_on_waiting_for_its_own_reason(item, settle, other):
    later = item.created_at + 9 * DAY
    waiting = other(state=QueueState.SCHEDULED, not_before=later, waits_for=WaitsFor.SNOOZED)

    settle(item, "not_interested")

    assert (waiting.not_before, waiting.waits_for) == (later, WaitsFor.SNOOZED)


def test_promises_and_other_leads_know_no_cool_down(item, settle, lead, alice, other, db):
    promise = builders.make_follow_up(lead, owner=alice)
    stranger = builders.make_lead(owner=alice)
    beside = builders.make_queue_item(stranger, promotion=other().promotion)
    db.session.commit()

    settle(item, "not_interested")

    assert promise.queue_item.waits_for is WaitsFor.AGREED
    assert beside.state is QueueState.READY
