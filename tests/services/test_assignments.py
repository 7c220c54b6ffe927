"""Giving work to somebody, and taking the step back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from leadtracker.domain import clock as house_clock
from leadtracker.domain.errors import NotFound, RuleViolation
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import Activity, Event, QueueItem
from leadtracker.queries import assignments as find
from leadtracker.services import follow_ups, queue, users
from leadtracker.services.assignments import UNDO_WITHIN, assign_items, give_out_late, undo
from tests.support.builders import make_follow_up, make_lead, make_queue_item, make_team, make_user

LATE = timedelta(minutes=30)


@pytest.fixture
def promise(clock, db, alice):
    """A callback of Alice's that is late."""
    due_at = house_clock.now() - LATE
    promise = make_follow_up(make_lead("Castle Tyres", owner=alice), owner=alice, due_at=due_at)
    promise.queue_item.state = QueueState.READY
    db.session.commit()
    return promise


def test_a_callback_moves_with_its_promise_and_the_timeline_tells_it(promise, bob, mona, db):
    item = promise.queue_item

    assign_items([item], to=bob, by=mona, note=" Ask for Dee. ")

    assert (item.owner_id, item.pool, promise.owner_id) == (bob.id, f"user:{bob.id}", bob.id)
    assert (item.note, item.handed_by_id) == ("Ask for Dee.", mona.id)
    told = db.session.scalars(select(Activity).where(Activity.kind == "lead_assigned")).one()
    assert (told.user_id, told.lead_id, told.data["to"]) == (mona.id, promise.lead_id, bob.name)
    assert told.data["note"] == "Ask for Dee."


def test_given_to_a_team_a_promise_stays_its_makers(promise, alice, mona):
    assign_items([promise.queue_item], to=mona.team, by=mona)

    assert promise.queue_item.pool == f"team:{mona.team_id}"
    assert promise.owner_id == alice.id


def test_what_is_offered_to_the_team_meanwhile_is_still_theirs_to_give(
    promise, alice, bob, mona, db
):
    promise.queue_item.pool, promise.offered_at = f"team:{alice.team_id}", house_clock.now()
    db.session.commit()

    (waiting,) = find.waiting_of(alice)
    moved = assign_items([waiting], to=bob, by=mona)

    assert (promise.owner_id, promise.offered_at) == (bob.id, None)
    undo(moved.batch, by=mona)
    assert (promise.owner_id, waiting.pool) == (alice.id, f"team:{alice.team_id}")


def test_a_step_is_taken_back_whole(promise, alice, bob, mona):
    item = promise.queue_item
    moved = assign_items([item], to=bob, by=mona, note="Quick")

    assert undo(moved.batch, by=mona) == 1

    assert (item.owner_id, item.pool, item.note) == (alice.id, f"user:{alice.id}", "")
    assert (item.handed_by_id, promise.owner_id) == (None, alice.id)
    assert item.state is QueueState.READY


def test_a_step_is_taken_back_once(promise, bob, mona):
    moved = assign_items([promise.queue_item], to=bob, by=mona)
    undo(moved.batch, by=mona)

    with pytest.raises(RuleViolation, match="moved on"):
        undo(moved.batch, by=mona)


def test_what_was_agreed_since_stays_agreed(clock, promise, alice, bob, mona):
    moved = assign_items([promise.queue_item], to=bob, by=mona)
    due_at = house_clock.now() + timedelta(days=3)
    follow_ups.move_promise(promise, due_at=due_at, said="in 3 days", by=mona)

    undo(moved.batch, by=mona)

    item = promise.queue_item
    assert (item.owner_id, promise.owner_id) == (alice.id, alice.id)
    assert (item.state, item.not_before) == (QueueState.SCHEDULED, due_at)


def test_what_was_given_on_since_is_not_taken_back(promise, bob, mona):
    first = assign_items([promise.queue_item], to=bob, by=mona)
    assign_items([promise.queue_item], to=bob, by=mona, note="Soon, please.")

    with pytest.raises(RuleViolation, match="moved on"):
        undo(first.batch, by=mona)

    assert promise.queue_item.note == "Soon, please."


def test_nothing_goes_back_to_who_has_left_since(promise, alice, bob, mona, ada):
    moved = assign_items([promise.queue_item], to=bob, by=mona)
    users.deactivate_user(alice, by=ada)

    with pytest.raises(RuleViolation, match="moved on"):
        undo(moved.batch, by=mona)

    assert promise.queue_item.owner_id == bob.id


def test_a_step_of_the_day_before_is_not_taken_back(clock, promise, bob, mona):
    moved = assign_items([promise.queue_item], to=bob, by=mona)
    clock.shift(UNDO_WITHIN + timedelta(seconds=1))

    with pytest.raises(RuleViolation, match="too long ago"):
        undo(moved.batch, by=mona)

    assert promise.queue_item.owner_id == bob.id


def test_a_step_is_its_makers_or_theirs_who_see_every_lead_of_it(promise, alice, bob, mona, db):
    far = make_team("Far away")
    other = make_user("Otto Oak", role=Role.TEAM_LEAD, team_id=far.id)
    far.lead_id = other.id
    hidden = make_queue_item(make_lead(team_id=far.id), owner=alice)
    db.session.commit()
    theirs = assign_items([promise.queue_item, hidden], to=bob, by=alice)

    assert find.find_batch_for(alice, theirs.batch) == theirs.batch
    assert find.find_batch_for(mona, theirs.batch) is None
    assert find.find_batch_for(other, theirs.batch) is None
    assert find.find_batch_for(bob, theirs.batch) is None


def test_who_sees_every_lead_of_a_step_may_take_it_back(promise, alice, bob, mona):
    moved = assign_items([promise.queue_item], to=bob, by=alice)

    assert find.find_batch_for(mona, moved.batch) == moved.batch


def test_a_step_of_nobodys_does_not_exist(db, mona):
    with pytest.raises(NotFound):
        undo("no-such-step", by=mona)


def test_what_was_taken_up_meanwhile_stays_where_it_is(promise, bob, mona):
    moved = assign_items([promise.queue_item], to=bob, by=mona)
    queue.claim_next(bob)

    with pytest.raises(RuleViolation, match="moved on"):
        undo(moved.batch, by=mona)

    assert promise.queue_item.claimed_by_id == bob.id


def test_what_lies_on_a_desk_is_not_given_away(promise, alice, bob, mona):
    queue.claim_next(alice)

    with pytest.raises(RuleViolation, match="somebody was faster"):
        assign_items([promise.queue_item], to=bob, by=mona)


def test_two_leads_at_once_move_it_once(promise, bob, mona, db):
    """The second still has the row as it was before the first moved it."""
    item = promise.queue_item
    db.session.execute(
        update(QueueItem)
        .values(pool=f"user:{mona.id}", owner_id=mona.id)
        .execution_options(synchronize_session=False)
    )

    with pytest.raises(RuleViolation, match="somebody was faster"):
        assign_items([item], to=bob, by=mona)

    assert item.owner_id == mona.id


def test_nobody_who_has_left_is_given_work(promise, bob, mona):
    bob.deactivated_at = house_clock.now()

    with pytest.raises(RuleViolation, match="does not work here"):
        assign_items([promise.queue_item], to=bob, by=mona)


def test_late_ones_are_dealt_evenly_to_those_who_are_free(clock, db, alice, bob, mona):
    eve = make_user("Eve Elm", team_id=mona.team_id)
    due_at = house_clock.now() - LATE
    promises = [make_follow_up(make_lead(), owner=alice, due_at=due_at) for _ in range(4)]
    for each in promises:
        each.queue_item.state = QueueState.READY
    make_queue_item(make_lead(), kind=QueueKind.HAND_OVER, owner=bob)
    db.session.commit()
    late = find.late_promises([f"user:{alice.id}"], house_clock.now())

    moved = give_out_late(late, free=[bob, eve], by=mona)

    owners = [each.owner_id for each in promises]
    assert moved.count == 4
    assert (owners.count(bob.id), owners.count(eve.id)) == (2, 2)


def test_with_nobody_free_the_late_ones_stay(promise, mona):
    with pytest.raises(RuleViolation, match="Nobody is free"):
        give_out_late([promise.queue_item], free=[], by=mona)


def test_both_queues_and_the_floor_hear_of_it(promise, alice, bob, mona, db):
    assign_items([promise.queue_item], to=bob, by=mona)

    told = {(event.topic, event.name) for event in db.session.scalars(select(Event))}
    assert {
        (f"user:{alice.id}", "queue_changed"),
        (f"user:{bob.id}", "queue_changed"),
        (f"team:{mona.team_id}", "floor_changed"),
        ("floors", "floor_changed"),
    } <= told
