"""A callback whose owner is away at the moment goes to the team."""

from datetime import timedelta

import pytest

from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import QueueState, rank_of
from leadtracker.queries import follow_ups as find
from leadtracker.services import follow_ups, promise_offers, queue, queue_sweeps
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice):
    lead = builders.make_lead("Castle Tyres", owner=alice)
    made = builders.make_follow_up(lead, owner=alice, note="Ask for Ray")
    db.session.commit()
    return made


def come_due(clock, *at_desk):
    """An hour passes; the desks of those people stay open all the time."""
    clock.shift(timedelta(hours=1))
    for person in at_desk:
        queue.keep_desk(person)
    queue_sweeps.make_due_ready()


def pool_of(promise, db) -> str:
    db.session.refresh(promise.queue_item)
    return promise.queue_item.pool


def test_it_stays_with_an_owner_who_is_at_the_desk(clock, db, promise, alice):
    come_due(clock, alice)

    assert promise_offers.offer_to_teams() == 0
    assert pool_of(promise, db) == f"user:{alice.id}"


def test_it_is_offered_within_a_minute_of_the_owners_vanishing(clock, db, promise, alice, bob):
    come_due(clock, alice)
    clock.shift(61)

    promise_offers.offer_to_teams()

    assert pool_of(promise, db) == f"team:{alice.team_id}"
    assert promise.offered_at is not None
    assert promise.queue_item.rank == rank_of(promise.queue_item.kind)
    assert queue.claim_next(bob).follow_up_id == promise.id


def test_a_break_is_away(clock, db, promise, alice):
    come_due(clock, alice)
    queue.leave_desk(alice, Presence.LUNCH)

    promise_offers.offer_to_teams()

    assert pool_of(promise, db) == f"team:{alice.team_id}"


def test_nothing_is_offered_before_its_moment_or_twice(clock, db, promise):
    assert promise_offers.offer_to_teams() == 0
    come_due(clock)

    assert promise_offers.offer_to_teams() == 1
    assert promise_offers.offer_to_teams() == 0


def test_an_owner_who_comes_back_may_still_take_it(clock, db, promise, alice):
    come_due(clock)
    promise_offers.offer_to_teams()

    queue.keep_desk(alice)

    assert queue.claim_next(alice).follow_up_id == promise.id


def test_an_owner_without_a_team_keeps_it(clock, db):
    loner = builders.make_user("Loner")
    made = builders.make_follow_up(builders.make_lead(owner=loner), owner=loner)
    db.session.commit()
    come_due(clock)

    assert promise_offers.offer_to_teams() == 0
    assert pool_of(made, db) == f"user:{loner.id}"


def test_what_is_on_a_desk_is_not_offered(clock, db, promise, alice):
    come_due(clock, alice)
    queue.claim_next(alice)
    clock.shift(61)

    assert promise_offers.offer_to_teams() == 0
    db.session.refresh(promise.queue_item)
    assert promise.queue_item.state is QueueState.CLAIMED


def test_the_team_is_told_once_and_strangers_are_not(clock, db, promise, alice, bob, charlie):
    come_due(clock)
    follow_ups.notice_due()
    promise_offers.offer_to_teams()
    since = promise.offered_at

    assert find.newly_due(bob, since=since) == [promise]
    assert find.newly_due(alice, since=since) == [promise]
    assert find.newly_due(charlie, since=since) == []


def test_a_moved_promise_waits_for_its_owner_again(clock, db, promise, alice):
    come_due(clock)
    promise_offers.offer_to_teams()

    due_at = promise.due_at + timedelta(hours=2)
    follow_ups.move_promise(promise, due_at=due_at, said="in 2 h", by=alice)

    assert pool_of(promise, db) == f"user:{alice.id}"
    assert promise.offered_at is None
