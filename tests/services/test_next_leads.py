"""The lead after this one: kept for the desk, and never longer or dearer than it may be."""

from datetime import timedelta

import pytest

from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import QueueState
from leadtracker.models import QueueItem
from leadtracker.services import next_leads, queue, queue_sweeps
from tests.support import builders


@pytest.fixture
def items(clock, db, alice) -> list[QueueItem]:
    made = [
        builders.make_queue_item(
            builders.make_lead(name, team_id=alice.team_id), team_id=alice.team_id
        )
        for name in ("Castle Tyres", "Abbey Motors", "Moorland Rims")
    ]
    db.session.commit()
    return made


def clear_desk(db, item):
    item.finish(item.claimed_at)
    db.session.commit()


def test_the_second_item_is_kept_while_the_first_lies_on_the_desk(items, alice, bob):
    queue.claim_next(alice)

    assert next_leads.keep_next(alice).id == items[1].id
    assert queue.claim_next(bob).id == items[2].id


def test_keeping_twice_keeps_one_and_lengthens_its_lease(items, alice, clock):
    queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    until = kept.lease_until
    clock.shift(40)

    assert next_leads.keep_next(alice).id == kept.id
    assert kept.lease_until - until == timedelta(seconds=40)
    assert items[2].state is QueueState.READY


def test_what_is_kept_comes_up_next(items, alice, db):
    first = queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    clear_desk(db, first)

    assert queue.claim_next(alice).id == kept.id
    assert not kept.is_next


def test_a_promise_that_has_come_due_goes_before_what_is_kept(items, alice, db, clock):
    follow_up = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    first = queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    clock.shift(timedelta(hours=1))
    queue_sweeps.make_due_ready()
    clear_desk(db, first)

    assert queue.claim_next(alice).follow_up_id == follow_up.id
    assert kept.state is QueueState.READY


def test_what_is_kept_lapses_like_any_claim(items, alice, bob, clock, db):
    queue.claim_next(alice)
    kept = next_leads.keep_next(alice)
    clock.shift(50)
    queue.keep_desk(alice)
    clock.shift(11)

    assert queue_sweeps.return_lapsed() == 1

    db.session.refresh(kept)
    assert (kept.state, kept.is_next) == (QueueState.READY, False)


def test_an_empty_desk_keeps_nothing(items, alice):
    assert next_leads.keep_next(alice) is None


def test_a_break_gives_both_back(items, alice):
    queue.claim_next(alice)
    next_leads.keep_next(alice)

    queue.leave_desk(alice, Presence.BREAK)

    assert [item.state for item in items] == [QueueState.READY] * 3
    assert next_leads.keep_next(alice) is None


def test_the_kept_one_may_be_opened_from_the_list(items, alice):
    queue.claim_next(alice)
    kept = next_leads.keep_next(alice)

    assert queue.open_item(kept, by=alice).id == kept.id
    assert items[0].state is QueueState.READY


def test_during_a_call_the_next_is_kept_too(items, alice, db):
    first = queue.claim_next(alice)
    builders.make_call(first.lead, by=alice, queue_item_id=first.id)
    db.session.commit()

    assert next_leads.keep_next(alice).id == items[1].id
