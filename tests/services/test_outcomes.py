"""Outcomes: what each one does to the call, the lead, the queue and the promises."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.calls import CallState
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState
from leadtracker.models import DoNotCallEntry, FollowUp
from leadtracker.models.lead import Stage
from leadtracker.services import outcomes, queue
from tests.support import builders


@pytest.fixture
def item(clock, db, alice):
    lead = builders.make_lead("Castle Tyres", owner=alice)
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    builders.make_queue_item(lead, promotion=promotion)
    db.session.commit()
    return queue.claim_next(alice)


def test_no_answer_comes_back_later_and_counts_a_try(call, item, outcome, alice, clock):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    assert call.outcome.code == "no_answer"
    assert not call.owes_outcome
    assert (item.state, item.attempts) == (QueueState.SCHEDULED, 1)
    assert item.not_before == call.ended_at + timedelta(hours=4)


def test_a_day_later_another_part_of_the_day_is_tried(call, item, outcome, alice):
    outcomes.set_outcome(call, outcome("voicemail"), by=alice)

    assert item.not_before - call.ended_at > timedelta(hours=20)
    assert item.not_before.hour in {10, 14, 17}


def test_six_tries_are_enough(call, item, outcome, alice):
    item.attempts = 5

    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    assert item.state is QueueState.DONE


def test_not_interested_closes_the_reason(call, item, outcome, alice):
    outcomes.set_outcome(call, outcome("not_interested"), by=alice, note="Stocked until May.")

    assert item.state is QueueState.DONE
    assert call.note == "Stocked until May."
    assert call.lead.stage is Stage.WORKING


def test_a_callback_needs_a_moment(call, outcome, alice):
    with pytest.raises(RuleViolation, match="needs a moment"):
        outcomes.set_outcome(call, outcome("callback"), by=alice)

    assert call.owes_outcome


def test_a_callback_becomes_a_promise_in_its_owners_queue(call, item, outcome, alice, db):
    due_at = call.ended_at + timedelta(days=1)
    promise = outcomes.Promise(due_at, "tomorrow 10")

    outcomes.set_outcome(call, outcome("callback"), by=alice, promise=promise)

    kept = db.session.query(FollowUp).one()
    assert (kept.owner_id, kept.due_at, kept.said) == (alice.id, due_at, "tomorrow 10")
    assert kept.queue_item.pool == f"user:{alice.id}"
    assert item.state is QueueState.DONE


def test_an_order_outcome_needs_an_order(call, item, outcome, alice, db):
    with pytest.raises(RuleViolation, match="needs an order"):
        outcomes.set_outcome(call, outcome("order"), by=alice)

    builders.make_order(call.lead, by=alice, promotion=item.promotion, call_id=call.id)
    db.session.commit()
    outcomes.set_outcome(call, outcome("order"), by=alice)

    assert call.lead.stage is Stage.CUSTOMER


def test_do_not_call_blocks_the_number_at_once(call, item, outcome, alice, db):
    outcomes.set_outcome(call, outcome("do_not_call"), by=alice)

    assert db.session.query(DoNotCallEntry).one().e164 == call.phone_e164
    assert item.state in {QueueState.DONE, QueueState.CANCELLED}


def test_setting_it_twice_changes_nothing(call, item, outcome, alice):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    assert item.attempts == 1


def test_setting_it_twice_is_no_fault_while_the_next_call_goes_on(call, outcome, alice, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)
    following = builders.make_call(
        builders.make_lead(), by=alice, ended_at=None, state=CallState.RINGING_LEAD
    )
    db.session.flush()

    assert outcomes.set_outcome(call, outcome("no_answer"), by=alice) is None
    assert following.wrapped_up_at is None


def test_another_outcome_for_a_settled_call_is_refused_in_words(call, item, outcome, alice):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    with pytest.raises(RuleViolation, match="settled already as No answer"):
        outcomes.set_outcome(call, outcome("not_interested"), by=alice)

    assert call.outcome.code == "no_answer"
    assert item.attempts == 1


def test_a_wish_not_to_be_called_is_heard_even_for_a_settled_call(call, outcome, alice, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    with pytest.raises(RuleViolation, match="The number is blocked"):
        outcomes.set_outcome(call, outcome("do_not_call"), by=alice)

    assert db.session.query(DoNotCallEntry).one().e164 == call.phone_e164


def test_a_call_that_goes_on_takes_no_outcome(call, outcome, alice, db):
    call.ended_at = None
    db.session.commit()

    with pytest.raises(RuleViolation, match="still on the line"):
        outcomes.set_outcome(call, outcome("not_interested"), by=alice)


def test_a_colleagues_call_is_not_mine_to_settle(call, outcome, bob):
    with pytest.raises(RuleViolation, match="colleague"):
        outcomes.set_outcome(call, outcome("no_answer"), by=bob)


def test_the_next_item_is_on_the_desk_when_the_outcome_is_saved(call, outcome, alice, db):
    after = builders.make_queue_item(builders.make_lead(owner=alice))
    db.session.commit()

    assert outcomes.set_outcome(call, outcome("no_answer"), by=alice).id == after.id


def test_an_owed_outcome_blocks_the_queue(call, alice):
    with pytest.raises(RuleViolation, match="One outcome is still owed: Castle Tyres"):
        queue.claim_next(alice)


def test_a_reached_callback_keeps_its_promise(clock, alice, db):
    lead = builders.make_lead(owner=alice)
    promise = builders.make_follow_up(lead, owner=alice, due_at=clocks.now())
    call = builders.make_call(promise.lead, by=alice, queue_item_id=promise.queue_item.id)
    reached = builders.make_outcome_set().outcomes[4]
    db.session.commit()

    outcomes.set_outcome(call, reached, by=alice)

    assert promise.kept_at == call.started_at
    assert not promise.is_open


def test_an_unreached_callback_stays_owed(clock, alice, db):
    promise = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    call = builders.make_call(promise.lead, by=alice, queue_item_id=promise.queue_item.id)
    missed = builders.make_outcome_set().outcomes[0]
    db.session.commit()

    outcomes.set_outcome(call, missed, by=alice)

    assert promise.is_open
    assert promise.queue_item.state is QueueState.SCHEDULED


def test_a_call_that_never_rang_its_lead_needs_no_outcome(call, outcome, alice, db):
    call.wrapped_up_at = call.ended_at
    db.session.commit()

    with pytest.raises(RuleViolation, match="Castle Tyres was never rung"):
        outcomes.set_outcome(call, outcome("no_answer"), by=alice)
