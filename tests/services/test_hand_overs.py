"""Passing a lead on, and putting one on top."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from leadtracker.db import db
from leadtracker.domain import clock as house_clock
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import TOP_RANK, QueueKind, QueueState, WaitsFor, rank_of
from leadtracker.models import QueueItem
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.models.promotion import PromotionState
from leadtracker.services import kept_leads, next_leads, queue
from leadtracker.services.assignments import undo
from leadtracker.services.hand_overs import hand_over, put_on_top
from leadtracker.services.promotion_queue import add_leads, place_items
from leadtracker.services.promotions import end_promotion, pause_promotion
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
)


@pytest.fixture
def lead(clock, alice):
    return make_lead("Castle Tyres", owner=alice)


@pytest.fixture
def promotion(lead):
    return make_promotion("Spring Alloy", leads=[lead], products=[make_product()])


@pytest.fixture
def turn(lead, promotion, alice):
    """The lead's turn in its promotion, ready for Alice's team."""
    item = make_queue_item(lead, promotion=promotion, team_id=alice.team_id)
    db.session.commit()
    return item


def handed(lead) -> QueueItem:
    return db.session.scalars(
        select(QueueItem).where(QueueItem.lead_id == lead.id, QueueItem.kind == QueueKind.HAND_OVER)
    ).one()


def test_a_lead_that_waits_nowhere_becomes_a_hand_over_with_its_note(lead, alice, bob):
    hand_over(lead, to=bob, note="Wants a fleet price.", by=alice)

    item = handed(lead)
    assert (item.owner_id, item.pool, item.state) == (bob.id, f"user:{bob.id}", QueueState.READY)
    assert (item.note, item.handed_by_id) == ("Wants a fleet price.", alice.id)


def test_it_stands_after_what_is_owed_and_before_promotions(lead, turn, alice, bob):
    follow_up = make_follow_up(
        make_lead(),
        owner=bob,
        kind=FollowUpKind.FOLLOW_UP,
        due_at=house_clock.now() - timedelta(minutes=1),
    )
    follow_up.queue_item.state = QueueState.READY
    other = make_lead("Abbey Motors")
    hand_over(other, to=bob, note="Call them.", by=alice)

    first = queue.claim_next(bob)
    first.finish(house_clock.now())
    db.session.commit()

    assert first.kind is QueueKind.FOLLOW_UP
    assert queue.claim_next(bob).lead_id == other.id


def test_from_the_desk_it_takes_the_place_of_the_promotions_turn(lead, turn, alice, bob):
    queue.claim_next(alice)

    moved = hand_over(lead, to=bob, note="Speaks Spanish.", by=alice)

    assert turn.state is QueueState.CANCELLED
    assert handed(lead).promotion_id == turn.promotion_id
    undo(moved.batch, by=alice)
    assert turn.state is QueueState.READY
    assert handed(lead).state is QueueState.CANCELLED


def test_a_promise_on_the_desk_stays_the_promise_it_is_and_moves(lead, alice, bob):
    promise = make_follow_up(lead, owner=alice, due_at=house_clock.now())
    promise.queue_item.state = QueueState.READY
    db.session.commit()
    queue.claim_next(alice)

    hand_over(lead, to=bob, note="I have the dentist.", by=alice)

    item = promise.queue_item
    assert (promise.owner_id, item.kind, item.note) == (
        bob.id,
        QueueKind.CALLBACK,
        "I have the dentist.",
    )
    assert item.state is QueueState.READY


def test_handed_over_again_it_moves_on_and_is_not_doubled(lead, alice, bob, mona):
    hand_over(lead, to=bob, note="For you.", by=alice)
    hand_over(lead, to=mona.team, note="For anybody.", by=bob)

    assert handed(lead).pool == f"team:{mona.team_id}"
    assert handed(lead).note == "For anybody."


def test_nobody_passes_on_a_lead_without_a_word(lead, alice, bob):
    with pytest.raises(RuleViolation) as refused:
        hand_over(lead, to=bob, note="  ", by=alice)

    assert refused.value.field == "note"


def test_nobody_passes_on_what_lies_on_a_colleagues_desk(lead, turn, alice, bob, mona):
    queue.claim_next(bob)

    with pytest.raises(RuleViolation, match="Bob’s desk"):
        hand_over(lead, to=mona, note="For you.", by=alice)


def test_nobody_passes_on_a_lead_whose_outcome_is_owed(lead, turn, alice, bob):
    queue.claim_next(alice)
    make_call(lead, by=alice, queue_item_id=turn.id)

    with pytest.raises(RuleViolation, match="outcome is still owed"):
        hand_over(lead, to=bob, note="For you.", by=alice)


def test_a_lead_on_top_goes_before_all_promotions_of_one_person(lead, turn, alice, bob, mona):
    urgent = make_promotion("Clearance", leads=[], products=[make_product()], priority=1)
    make_queue_item(make_lead(), promotion=urgent, team_id=alice.team_id)
    db.session.commit()

    put_on_top(lead, to=bob, by=mona)

    assert (turn.rank, turn.pool) == (TOP_RANK, f"user:{bob.id}")
    assert queue.claim_next(bob).id == turn.id


def test_its_rest_is_cut_short_and_taken_back_with_the_step(lead, turn, alice, mona):
    rests_until = house_clock.now() + timedelta(hours=4)
    turn.schedule(rests_until, waits_for=WaitsFor.RETRY)
    db.session.commit()

    moved = put_on_top(lead, to=mona.team, by=mona)

    assert (turn.state, turn.rank) == (QueueState.READY, TOP_RANK)
    undo(moved.batch, by=mona)
    assert (turn.state, turn.not_before) == (QueueState.SCHEDULED, rests_until)
    assert turn.waits_for is WaitsFor.RETRY
    assert turn.rank != TOP_RANK


def test_a_lead_without_a_turn_comes_as_a_hand_over(lead, bob, mona):
    put_on_top(lead, to=bob, by=mona)

    assert handed(lead).rank == rank_of(QueueKind.HAND_OVER)


def test_calling_hours_stay(clock, lead, turn, bob, mona):
    clock.shift(timedelta(hours=13))

    put_on_top(lead, to=bob, by=mona)

    assert turn.state is QueueState.SCHEDULED
    assert turn.not_before > house_clock.now()


def test_a_pause_of_its_promotion_keeps_the_top_and_the_owner(lead, turn, promotion, bob, mona):
    put_on_top(lead, to=bob, by=mona)
    promotion.state = PromotionState.PAUSED
    place_items(promotion)
    db.session.refresh(turn)
    held = turn.pool
    promotion.state = PromotionState.LIVE
    place_items(promotion)
    db.session.refresh(turn)

    assert held.startswith("held:")
    assert (turn.pool, turn.rank) == (f"user:{bob.id}", TOP_RANK)


def test_nothing_is_put_on_top_out_of_a_promotion_that_rests(
    lead, turn, promotion, alice, bob, mona, dora
):
    pause_promotion(promotion, by=dora)
    db.session.refresh(turn)

    with pytest.raises(RuleViolation, match="may not be called for Spring Alloy now"):
        put_on_top(lead, to=bob, by=mona)

    assert turn.pool == f"held:{promotion.id}"
    assert queue.claim_next(bob) is None


def test_the_turn_that_may_be_called_goes_on_top(lead, turn, promotion, alice, bob, mona, dora):
    other = make_promotion("Clearance", leads=[lead], products=[make_product()], priority=9)
    late = make_queue_item(lead, promotion=other, team_id=alice.team_id)
    db.session.commit()
    pause_promotion(promotion, by=dora)

    put_on_top(lead, to=bob, by=mona)

    assert queue.claim_next(bob).id == late.id


def test_a_turn_that_is_taken_back_waits_with_a_promotion_that_rests(
    lead, turn, promotion, alice, bob, dora
):
    queue.claim_next(alice)
    moved = hand_over(lead, to=bob, note="For you.", by=alice)
    pause_promotion(promotion, by=dora)

    undo(moved.batch, by=alice)

    assert (turn.state, turn.pool) == (QueueState.READY, f"held:{promotion.id}")


def test_a_turn_that_is_taken_back_does_not_wake_a_promotion_that_ended(
    lead, turn, promotion, alice, bob, dora
):
    queue.claim_next(alice)
    moved = hand_over(lead, to=bob, note="For you.", by=alice)
    end_promotion(promotion, by=dora)

    undo(moved.batch, by=alice)

    assert turn.state is QueueState.CANCELLED


@pytest.fixture
def kept(lead, turn, alice):
    """The lead, kept for Alice's desk while she has another on it."""
    first = make_queue_item(make_lead(owner=alice), owner=alice)
    db.session.commit()
    queue.open_item(first, by=alice)
    assert next_leads.keep_next(alice).id == turn.id
    return turn


def test_a_lead_merely_kept_for_a_desk_is_put_on_top_elsewhere(kept, lead, bob, mona):
    put_on_top(lead, to=bob, by=mona)

    assert (kept.state, kept.is_next, kept.pool) == (QueueState.READY, False, f"user:{bob.id}")
    assert queue.claim_next(bob).id == kept.id


def test_ones_own_kept_lead_may_be_handed_over(kept, lead, alice, bob):
    hand_over(lead, to=bob, note="For you.", by=alice)

    assert handed(lead).pool == f"user:{bob.id}"
    assert kept.state is QueueState.READY


def test_a_kept_lead_that_has_come_onto_the_desk_stays_there(kept, lead, alice, bob, mona):
    db.session.execute(
        update(QueueItem)
        .where(QueueItem.id == kept.id)
        .values(is_next=False)
        .execution_options(synchronize_session=False)
    )

    assert not kept_leads.let_go(kept)
    assert kept.claimed_by_id == alice.id


def test_the_same_lead_is_not_dealt_by_its_promotion_again(lead, turn, promotion, alice, bob):
    queue.claim_next(alice)
    hand_over(lead, to=bob, note="For you.", by=alice)

    assert add_leads(promotion) == 0
