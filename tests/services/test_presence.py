"""Presence: who is at the desk, who rests, and who has gone without saying so."""

from datetime import timedelta

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import QueueState
from leadtracker.queries import presence as find
from leadtracker.services import presence, queue
from tests.support import builders


def people_at_desk(db) -> set[int]:
    return set(db.session.scalars(find.people_at_desk()))


def test_an_open_desk_puts_its_coordinator_on_the_floor_once(clock, db, alice):
    queue.keep_desk(alice)
    clock.shift(10)
    queue.keep_desk(alice)

    span = find.find_open_span(alice)
    assert span.state is Presence.DESK
    assert span.seen_at - span.started_at == timedelta(seconds=10)
    assert people_at_desk(db) == {alice.id}


def test_a_desk_that_fell_silent_ends_when_it_was_last_heard_of(clock, db, alice):
    queue.keep_desk(alice)
    heard = find.find_open_span(alice).seen_at

    clock.shift(59)
    assert presence.close_vanished() == 0
    clock.shift(2)
    assert people_at_desk(db) == set()
    assert presence.close_vanished() == 1

    (span,) = find.spans_between(alice, heard - timedelta(hours=1), heard + timedelta(hours=1))
    assert span.ended_at == heard


def test_a_break_gives_the_lead_back_and_nothing_is_offered_until_its_end(clock, db, alice, bob):
    item = builders.make_queue_item(
        builders.make_lead(team_id=alice.team_id), team_id=alice.team_id
    )
    db.session.commit()
    queue.claim_next(alice)

    queue.leave_desk(alice, Presence.LUNCH)

    db.session.refresh(item)
    assert item.state is QueueState.READY
    with pytest.raises(RuleViolation, match="on a break"):
        queue.claim_next(alice)
    queue.return_to_desk(alice)
    assert queue.claim_next(alice).id == item.id


def test_a_beating_desk_does_not_end_a_break(clock, db, alice):
    queue.keep_desk(alice)
    queue.leave_desk(alice, Presence.BREAK)
    queue.keep_desk(alice)

    assert find.find_open_span(alice).state is Presence.BREAK
    assert people_at_desk(db) == set()


def test_a_break_may_not_be_taken_before_the_outcome(clock, db, alice):
    builders.make_call(builders.make_lead(owner=alice), by=alice)
    db.session.commit()

    with pytest.raises(RuleViolation, match="outcome is still owed"):
        queue.leave_desk(alice, Presence.BREAK)


def test_a_day_is_told_stretch_by_stretch(clock, db, alice):
    began = queue.keep_desk(alice) or find.find_open_span(alice).started_at
    clock.shift(600)
    queue.leave_desk(alice, Presence.BREAK)
    clock.shift(300)
    queue.return_to_desk(alice)

    spans = find.spans_between(alice, began, began + timedelta(hours=1))

    assert [span.state for span in spans] == [Presence.DESK, Presence.BREAK, Presence.DESK]
    assert spans[1].ended_at - spans[1].started_at == timedelta(minutes=5)


def test_a_rest_nobody_came_back_from_ends_by_itself(clock, db, alice):
    queue.leave_desk(alice, Presence.TRAINING)

    clock.shift(timedelta(hours=12, seconds=1))

    assert presence.close_vanished() == 1
    assert find.find_open_span(alice) is None
