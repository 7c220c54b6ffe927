"""What a team lead does to somebody's desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from leadtracker.domain import clock as house_clock
from leadtracker.domain.calls import CallState, EndReason
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.promises import PromiseState, state_of
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, Event
from leadtracker.queries import desk_notices as find_notices
from leadtracker.services import postponements, queue
from leadtracker.services.desks import CLEARED_REST, clear_wrap_up, pull_back
from leadtracker.services.outcomes import set_outcome
from leadtracker.services.promotions import pause_promotion
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
)


@pytest.fixture
def item(clock, db, alice):
    """A promotion's lead on Alice's desk."""
    lead = make_lead("Castle Tyres", team_id=alice.team_id)
    promotion = make_promotion(leads=[lead], products=[make_product()])
    made = make_queue_item(lead, promotion=promotion, team_id=alice.team_id)
    db.session.commit()
    queue.claim_next(alice)
    return made


@pytest.fixture
def owed(item, alice, db):
    """Alice's call on it, which owes its outcome."""
    call = make_call(item.lead, by=alice, queue_item_id=item.id, promotion_id=item.promotion_id)
    db.session.commit()
    return call


def test_a_lead_goes_from_a_desk_to_a_colleague(item, alice, bob, mona):
    pull_back(alice, to=bob, by=mona, reason="Alice is in a meeting.")

    assert (item.state, item.owner_id) == (QueueState.READY, bob.id)
    assert queue.claim_next(bob).id == item.id


def test_back_in_its_queue_it_rests_so_that_it_does_not_come_back_at_once(item, alice, mona):
    pull_back(alice, to=None, by=mona)

    assert item.state is QueueState.SCHEDULED
    assert item.not_before == house_clock.now() + postponements.SKIPPED_FOR
    assert queue.claim_next(alice) is None


def test_a_lead_of_a_promotion_that_rests_is_given_to_nobody(item, alice, bob, mona, dora):
    pause_promotion(item.promotion, by=dora)

    with pytest.raises(RuleViolation, match="may not be called for"):
        pull_back(alice, to=bob, by=mona)


def test_the_desk_is_told_who_did_it_and_why(item, alice, mona, db):
    pull_back(alice, to=None, by=mona, reason="Wrong list.")

    (told,) = find_notices.desk_notices(alice, house_clock.now())
    assert (told.user_id, told.data["name"], told.data["reason"]) == (
        mona.id,
        "Castle Tyres",
        "Wrong list.",
    )
    assert find_notices.desk_notices(mona, house_clock.now()) == []
    events = {(event.topic, event.name) for event in db.session.scalars(select(Event))}
    assert (f"user:{alice.id}", "desk_changed") in events


def test_nothing_is_taken_from_a_desk_during_a_call(item, alice, mona):
    make_call(item.lead, by=alice, ended_at=None, state=CallState.CONNECTED)

    with pytest.raises(RuleViolation, match="on a call with Castle Tyres"):
        pull_back(alice, to=None, by=mona)

    assert item.claimed_by_id == alice.id


def test_nothing_is_taken_from_a_desk_while_an_outcome_is_owed(owed, alice, mona):
    with pytest.raises(RuleViolation, match="owes the outcome"):
        pull_back(alice, to=None, by=mona)


def test_nothing_is_taken_from_an_empty_desk(clock, db, alice, mona):
    with pytest.raises(RuleViolation, match="Nothing lies"):
        pull_back(alice, to=None, by=mona)


def test_a_cleared_wrap_up_counts_its_try_and_the_lead_comes_back(owed, item, alice, mona, db):
    clear_wrap_up(owed, reason="The browser broke.", by=mona)

    assert (owed.wrapped_up_at, owed.outcome_id) == (house_clock.now(), None)
    assert (item.attempts, item.state) == (1, QueueState.SCHEDULED)
    assert item.not_before == house_clock.now() + CLEARED_REST
    told = db.session.scalars(select(Activity).where(Activity.kind == "wrap_up_cleared")).one()
    assert (told.user_id, told.call_id, told.data["person"]) == (mona.id, owed.id, alice.id)
    assert told.data["reason"] == "The browser broke."
    assert queue.claim_next(alice) is None  # and nothing is owed any more


def test_a_call_whose_wrap_up_was_cleared_has_kept_its_promise(clock, db, alice, mona):
    promise = make_follow_up(make_lead(owner=alice), owner=alice, due_at=house_clock.now())
    promise.queue_item.state = QueueState.READY
    db.session.commit()
    item = queue.claim_next(alice)
    call = make_call(item.lead, by=alice, queue_item_id=item.id, started_at=house_clock.now())
    clock.shift(timedelta(hours=20))

    clear_wrap_up(call, reason="Gone home.", by=mona)

    assert promise.kept_at == call.started_at
    assert state_of(promise, house_clock.now()) is PromiseState.KEPT


def test_a_call_that_goes_on_is_not_cleared(item, alice, mona):
    call = make_call(item.lead, by=alice, ended_at=None, state=CallState.CONNECTED)

    with pytest.raises(RuleViolation, match="still going on"):
        clear_wrap_up(call, reason="No.", by=mona)

    assert call.wrapped_up_at is None


def test_a_wrap_up_is_cleared_once(owed, item, mona):
    clear_wrap_up(owed, reason="Broken.", by=mona)

    with pytest.raises(RuleViolation, match="owes nothing"):
        clear_wrap_up(owed, reason="Broken.", by=mona)

    assert item.attempts == 1


def test_an_outcome_that_comes_after_it_is_told_that_it_was_cleared(owed, alice, mona):
    owed.end_reason = EndReason.TALKED
    clear_wrap_up(owed, reason="Broken.", by=mona)
    offered = owed.promotion.outcome_set.outcomes
    outcome = next(each for each in offered if each.code == "no_answer")

    with pytest.raises(RuleViolation, match="team lead cleared"):
        set_outcome(owed, outcome, by=alice)


def test_an_outcome_that_was_set_first_stands(owed, alice, mona):
    offered = owed.promotion.outcome_set.outcomes
    outcome = next(each for each in offered if each.code == "no_answer")
    set_outcome(owed, outcome, by=alice)

    with pytest.raises(RuleViolation, match="owes nothing"):
        clear_wrap_up(owed, reason="Broken.", by=mona)

    assert owed.outcome_id == outcome.id


def test_a_wrap_up_is_not_cleared_without_a_reason(owed, mona):
    with pytest.raises(RuleViolation) as refused:
        clear_wrap_up(owed, reason=" ", by=mona)

    assert refused.value.field == "reason"


def test_nobody_clears_their_own(owed, alice):
    with pytest.raises(RuleViolation, match="yours to settle"):
        clear_wrap_up(owed, reason="I forgot.", by=alice)


def test_a_promise_stays_owed_since_its_moment(owed, item, mona):
    due_at = item.due_at

    clear_wrap_up(owed, reason="Broken.", by=mona)

    assert item.due_at == due_at
    assert item.not_before - due_at >= timedelta(minutes=59)
