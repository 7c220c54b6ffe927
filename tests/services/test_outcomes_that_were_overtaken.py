"""What happened between an outcome and taking it back or correcting it stays as it happened."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import Outcome, Promotion
from leadtracker.services import (
    follow_ups,
    next_leads,
    outcome_changes,
    outcomes,
    promotions,
    queue,
    queue_sweeps,
)
from tests.support import builders


@pytest.fixture
def promotion(clock, db, alice) -> Promotion:
    leads = [builders.make_lead(name, owner=alice) for name in ("Castle Tyres", "Abbey Motors")]
    made = builders.make_promotion(leads=leads, products=[builders.make_product()])
    for lead in leads:
        builders.make_queue_item(lead, promotion=made, team_id=alice.team_id)
    db.session.commit()
    return made


@pytest.fixture
def outcome(promotion):
    def of(code: str) -> Outcome:
        return next(each for each in promotion.outcome_set.outcomes if each.code == code)

    return of


@pytest.fixture
def settled(promotion, outcome, alice, db):
    """A call that nobody answered, settled so, and its queue item."""
    item = queue.claim_next(alice)
    call = builders.make_call(item.lead, by=alice, promotion_id=promotion.id, queue_item_id=item.id)
    db.session.commit()
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)
    return call


@pytest.mark.parametrize("rest", [promotions.pause_promotion, promotions.end_promotion])
def test_a_correction_offers_no_lead_of_a_resting_promotion(
    settled, promotion, outcome, alice, dora, clock, rest
):
    clock.shift(timedelta(hours=1))
    rest(promotion, by=dora)

    outcome_changes.replace_outcome(settled, outcome("busy"), by=alice)

    clock.shift(timedelta(hours=4))
    queue_sweeps.make_due_ready()
    assert settled.outcome.code == "busy"
    assert queue.claim_next(alice) is None


def test_a_correction_leaves_promises_where_they_were_moved_to(
    promotion, outcome, alice, clock, db
):
    lead = promotion.lead_list and queue.claim_next(alice).lead
    moved = builders.make_follow_up(lead, owner=alice)
    closed = builders.make_follow_up(lead, owner=alice)
    call = builders.make_call(lead, by=alice, queue_item_id=None, promotion_id=promotion.id)
    db.session.commit()
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)
    clock.shift(timedelta(minutes=30))
    thursday = clocks.now() + timedelta(days=2)
    follow_ups.move_promise(moved, due_at=thursday, said="in 2 d", by=alice)
    follow_ups.close_promise(closed, reason="They wrote instead", by=alice)

    outcome_changes.replace_outcome(call, outcome("busy"), by=alice)

    assert moved.queue_item.due_at == moved.due_at == thursday
    assert closed.queue_item.state is QueueState.CANCELLED


def test_a_correction_counts_though_the_lead_has_come_due_again_by_itself(
    settled, outcome, alice, clock, db
):
    clock.shift(timedelta(hours=5))
    queue_sweeps.make_due_ready()

    outcome_changes.replace_outcome(settled, outcome("not_interested"), by=alice)

    assert settled.queue_item.state is QueueState.DONE


def test_a_lead_kept_for_the_desk_is_not_called_once_its_promotion_rests(
    promotion, outcome, alice, dora, db
):
    item = queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    promotions.pause_promotion(promotion, by=dora)
    call = builders.make_call(item.lead, by=alice, queue_item_id=item.id)
    db.session.commit()

    assert outcomes.set_outcome(call, outcome("no_answer"), by=alice) is None
    assert kept.state is QueueState.READY


def test_a_lead_kept_for_a_promotion_is_called_for_its_promise_once_that_is_due(
    promotion, alice, clock, db
):
    first = queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    promise = builders.make_follow_up(kept.lead, owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))
    queue_sweeps.make_due_ready()
    first.finish(first.claimed_at)
    db.session.commit()

    assert queue.claim_next(alice).follow_up_id == promise.id
    assert kept.state is QueueState.READY


def test_undo_leaves_a_lead_to_the_colleague_who_has_taken_it_up(
    settled, outcome, alice, bob, clock, db, telephony
):
    lead = settled.lead
    builders.make_queue_item(lead, kind=QueueKind.HAND_OVER, team_id=alice.team_id)
    db.session.commit()
    assert queue.claim_next(bob).lead is lead

    with pytest.raises(RuleViolation, match="colleague has just taken up Castle Tyres"):
        outcome_changes.undo_outcome(settled, by=alice, telephony=telephony)

    assert settled.outcome.code == "no_answer"


def test_a_corrected_outcome_is_not_taken_back(settled, outcome, alice, telephony):
    outcome_changes.replace_outcome(settled, outcome("busy"), by=alice)

    with pytest.raises(RuleViolation, match="too late"):
        outcome_changes.undo_outcome(settled, by=alice, telephony=telephony)


def test_an_item_that_lapsed_and_is_a_colleagues_stays_theirs(promotion, alice, bob, clock, db):
    item = queue.claim_next(alice)
    clock.shift(61)
    queue_sweeps.return_lapsed()
    assert queue.claim_next(bob).id == item.id

    queue.give_back(alice)
    db.session.commit()

    db.session.refresh(item)
    assert (item.state, item.claimed_by_id) == (QueueState.CLAIMED, bob.id)
