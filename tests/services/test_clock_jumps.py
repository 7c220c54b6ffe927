"""The clock is put forward or back: nothing is lost, held for hours, or announced twice."""

from datetime import timedelta

import pytest

from leadtracker.domain.calls import CallState, LegRole
from leadtracker.domain.presence import DESK_SILENCE
from leadtracker.domain.queue import LEASE_SECONDS, QueueState
from leadtracker.models import CallLeg, Event, FollowUp, PresenceSpan
from leadtracker.queries import presence as find_presence
from leadtracker.services import calls, follow_ups, presence, queue, queue_sweeps, schedulers
from tests.support import builders

HOURS = timedelta(hours=3)


@pytest.fixture
def item(clock, db, alice):
    made = builders.make_queue_item(
        builders.make_lead(team_id=alice.team_id), team_id=alice.team_id
    )
    db.session.commit()
    return made


def test_a_claim_whose_clock_ran_ahead_goes_back_within_a_minute(item, alice, bob, clock):
    queue.claim_next(alice)
    clock.shift(-HOURS)

    assert queue_sweeps.return_lapsed() == 0
    clock.shift(LEASE_SECONDS + 1)
    assert queue_sweeps.return_lapsed() == 1
    assert queue.claim_next(bob).id == item.id


def test_an_open_desk_keeps_its_claim_when_the_clock_is_put_back(item, alice, clock):
    queue.claim_next(alice)
    clock.shift(-HOURS)
    for _beat in range(9):
        queue.keep_desk(alice)
        queue_sweeps.return_lapsed()
        clock.shift(10)

    assert (item.state, item.claimed_by_id) == (QueueState.CLAIMED, alice.id)


def test_a_clock_put_forward_frees_a_desk_once_and_its_coordinator_goes_on(item, alice, clock):
    queue.claim_next(alice)
    clock.shift(HOURS)

    assert queue_sweeps.return_lapsed() == 1
    assert queue_sweeps.return_lapsed() == 0
    assert queue.claim_next(alice).id == item.id


def test_a_call_that_owes_its_outcome_keeps_its_item_through_a_jump(item, alice, clock, db):
    queue.claim_next(alice)
    builders.make_call(item.lead, by=alice, queue_item_id=item.id)
    db.session.commit()
    for jump in (HOURS, -2 * HOURS, HOURS):
        clock.shift(jump)
        queue_sweeps.return_lapsed()

    assert (item.state, item.claimed_by_id) == (QueueState.CLAIMED, alice.id)


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(hours=3)])
def test_what_came_due_stays_due_and_is_announced_once(clock, db, alice, back):
    promise = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))
    assert (queue_sweeps.make_due_ready(), follow_ups.notice_due()) == (1, 1)

    clock.shift(-back)
    assert (queue_sweeps.make_due_ready(), follow_ups.notice_due()) == (0, 0)
    clock.shift(back)
    assert (queue_sweeps.make_due_ready(), follow_ups.notice_due()) == (0, 0)

    assert promise.queue_item.state is QueueState.READY
    assert db.session.query(Event).filter_by(name="follow_up_due").count() == 1


def test_what_a_clock_put_forward_jumps_over_comes_up_all_the_same(clock, db, alice):
    for _lead in range(3):
        builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()

    clock.shift(timedelta(days=2))

    assert (queue_sweeps.make_due_ready(), follow_ups.notice_due()) == (3, 3)
    assert db.session.query(FollowUp).filter(FollowUp.closed_at.is_not(None)).count() == 0


def test_somebody_who_vanished_before_the_clock_went_back_is_not_there_for_hours(clock, db, alice):
    queue.keep_desk(alice)
    clock.shift(-HOURS)

    assert presence.close_vanished() == 0
    clock.shift(DESK_SILENCE + timedelta(seconds=1))
    assert presence.close_vanished() == 1
    span = db.session.query(PresenceSpan).one()
    assert span.started_at <= span.ended_at


def test_an_open_desk_stays_one_stretch_when_the_clock_is_put_back(clock, db, alice):
    queue.keep_desk(alice)
    clock.shift(-HOURS)
    for _beat in range(9):
        queue.keep_desk(alice)
        presence.close_vanished()
        clock.shift(10)

    assert db.session.query(PresenceSpan).count() == 1
    assert find_presence.find_open_span(alice).ended_at is None


def test_a_leader_that_died_before_the_clock_went_back_is_replaced(clock, db):
    schedulers.take_lease("first")
    clock.shift(-HOURS)

    assert schedulers.take_lease("second")


def test_clocks_that_differ_by_seconds_do_not_take_the_lead_from_one_another(clock, db):
    schedulers.take_lease("first")
    clock.shift(-8)

    assert not schedulers.take_lease("second")


def test_a_call_begun_before_the_clock_went_back_is_still_asked_about(clock, db, alice, telephony):
    """In ``calls.reconcile`` whatever was heard in the future was heard too long ago."""
    call = builders.make_call(
        builders.make_lead(), by=alice, ended_at=None, state=CallState.DIALING_AGENT
    )
    call.legs.append(CallLeg(role=LegRole.AGENT, to_e164=alice.phone, provider_id="fake-99"))
    db.session.commit()
    clock.shift(-HOURS)

    calls.reconcile()

    assert call.has_ended
