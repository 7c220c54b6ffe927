"""Skipping and snoozing: with a reason, and taken back when it was a slip."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.services import postponements, queue
from tests.support import builders


@pytest.fixture
def item(clock, db, alice):
    builders.make_queue_item(builders.make_lead("Castle Tyres", owner=alice))
    builders.make_queue_item(builders.make_lead("Abbey Motors", owner=alice))
    db.session.commit()
    return queue.claim_next(alice)


def test_nobody_is_skipped_without_a_reason(item, alice):
    with pytest.raises(RuleViolation, match="Say why"):
        postponements.skip_item(item, reason="  ", by=alice)

    assert item.state is QueueState.CLAIMED


def test_a_skip_is_taken_back(item, alice):
    postponements.skip_item(item, reason="Wrong moment", by=alice)
    following = queue.claim_next(alice)

    postponements.take_back(item, by=alice)

    assert (item.state, item.claimed_by_id) == (QueueState.CLAIMED, alice.id)
    assert following.state is QueueState.READY


def test_a_snooze_taken_back_is_owed_since_the_same_moment(item, alice):
    due_at = item.due_at
    postponements.snooze_item(item, until=clocks.now() + timedelta(hours=3), by=alice)

    postponements.take_back(item, by=alice)

    assert item.due_at == due_at


def test_later_it_is_found_in_the_queue(item, alice, clock):
    postponements.skip_item(item, reason="Wrong moment", by=alice)
    clock.shift(11)

    with pytest.raises(RuleViolation, match="too late"):
        postponements.take_back(item, by=alice)


def test_nobody_takes_back_what_a_colleague_put_by(item, alice, bob):
    postponements.skip_item(item, reason="Wrong moment", by=alice)

    with pytest.raises(RuleViolation, match="too late"):
        postponements.take_back(item, by=bob)


def test_what_was_put_by_may_be_opened_after_all(item, alice):
    postponements.skip_item(item, reason="Wrong moment", by=alice)

    assert queue.open_item(item, by=alice).id == item.id


def test_what_waits_for_another_reason_says_so(item, alice, db):
    other = builders.make_queue_item(
        builders.make_lead(owner=alice), state=QueueState.SCHEDULED, waits_for=WaitsFor.HOURS
    )
    db.session.commit()

    with pytest.raises(RuleViolation, match="waits for its time"):
        queue.open_item(other, by=alice)
