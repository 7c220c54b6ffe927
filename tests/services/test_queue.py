"""The queue: who gets what, in which order, and how nothing is lost or taken twice."""

from datetime import timedelta

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.services import follow_ups, postponements, queue, queue_sweeps
from tests.support import builders


def _item(lead, **fields):
    return builders.make_queue_item(lead, **fields)


def test_a_late_callback_goes_before_everything(clock, db, alice):
    lead = lambda: builders.make_lead(owner=alice)  # noqa: E731
    _item(lead())
    late = builders.make_follow_up(lead(), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=2))
    queue_sweeps.make_due_ready()

    assert queue.claim_next(alice).follow_up_id == late.id


def test_asking_twice_takes_nothing_more(clock, db, alice):
    _item(builders.make_lead(owner=alice))
    _item(builders.make_lead(owner=alice))
    db.session.commit()

    assert queue.claim_next(alice).id == queue.claim_next(alice).id


def test_the_team_shares_its_leads_and_strangers_get_none(clock, db, alice, bob, charlie):
    _item(builders.make_lead(team_id=alice.team_id), team_id=alice.team_id)
    db.session.commit()

    assert queue.claim_next(charlie) is None
    assert queue.claim_next(bob) is not None
    assert queue.claim_next(alice) is None


def test_what_is_due_later_is_not_offered_now(clock, db, alice):
    builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()

    queue_sweeps.make_due_ready()

    assert queue.claim_next(alice) is None


def test_a_desk_that_vanished_gives_its_item_back_after_a_minute(clock, db, alice, bob):
    _item(builders.make_lead(team_id=alice.team_id), team_id=alice.team_id)
    db.session.commit()
    taken = queue.claim_next(alice)

    clock.shift(59)
    assert queue_sweeps.return_lapsed() == 0
    clock.shift(2)
    assert queue_sweeps.return_lapsed() == 1

    assert queue.claim_next(bob).id == taken.id


def test_an_open_desk_keeps_its_item(clock, db, alice):
    _item(builders.make_lead(owner=alice))
    db.session.commit()
    queue.claim_next(alice)

    for _beat in range(12):
        clock.shift(10)
        queue.keep_desk(alice)

    assert queue_sweeps.return_lapsed() == 0


def test_an_item_with_an_owed_outcome_never_lapses(clock, db, alice):
    item = _item(builders.make_lead(owner=alice))
    db.session.commit()
    queue.claim_next(alice)
    builders.make_call(item.lead, by=alice, queue_item_id=item.id)
    db.session.commit()

    clock.shift(timedelta(hours=12))

    assert queue_sweeps.return_lapsed() == 0


def test_opening_another_item_gives_the_first_one_back(clock, db, alice):
    first, second = (_item(builders.make_lead(owner=alice)) for _each in range(2))
    db.session.commit()
    queue.claim_next(alice)

    queue.open_item(second, by=alice)

    assert (first.state, second.state) == (QueueState.READY, QueueState.CLAIMED)


def test_skipping_needs_the_item_on_the_desk(clock, db, alice):
    item = _item(builders.make_lead(owner=alice))
    db.session.commit()

    with pytest.raises(RuleViolation, match="not on your desk"):
        postponements.skip_item(item, reason="Wrong moment", by=alice)


def test_a_skipped_item_comes_back_as_owed_as_it_was(clock, db, alice):
    item = _item(builders.make_lead(owner=alice))
    db.session.commit()
    due_at = item.due_at
    queue.claim_next(alice)

    postponements.skip_item(item, reason="Just spoken to them", by=alice)
    assert queue.claim_next(alice) is None
    clock.shift(timedelta(minutes=15))
    queue_sweeps.make_due_ready()

    assert queue.claim_next(alice).due_at == due_at


def test_a_snoozed_item_rests_until_its_moment(clock, db, alice):
    item = _item(builders.make_lead(owner=alice))
    db.session.commit()
    queue.claim_next(alice)

    postponements.snooze_item(item, until=item.claimed_at + timedelta(hours=1), by=alice)
    clock.shift(timedelta(minutes=59))
    assert queue_sweeps.make_due_ready() == 0
    clock.shift(timedelta(minutes=1))
    assert queue_sweeps.make_due_ready() == 1


def test_a_promise_for_the_night_waits_for_the_morning(clock, db, alice):
    lead = builders.make_lead(owner=alice)
    from leadtracker.domain.clock import now

    tonight = now().replace(hour=23, minute=0)
    promise = follow_ups.promise(lead, due_at=tonight, by=alice)

    assert promise.due_at == tonight
    assert promise.queue_item.not_before.hour == 8
    assert promise.queue_item.kind is QueueKind.CALLBACK


def test_a_due_promise_is_announced_once(clock, db, alice):
    builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))

    assert follow_ups.notice_due() == 1
    assert follow_ups.notice_due() == 0


def test_a_promise_in_the_past_is_refused(clock, db, alice):
    from leadtracker.domain.clock import now

    with pytest.raises(RuleViolation, match="has passed"):
        follow_ups.promise(builders.make_lead(owner=alice), due_at=now(), by=alice)


def test_a_promise_is_closed_with_a_reason_and_never_without(clock, db, alice):
    promise = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()

    with pytest.raises(RuleViolation, match="Say why"):
        follow_ups.close_promise(promise, reason=" ", by=alice)
    follow_ups.close_promise(promise, reason="They rang us.", by=alice)

    assert promise.closed_reason == "They rang us."
    assert promise.queue_item.state is QueueState.CANCELLED


def test_a_promise_does_not_wait_behind_a_promotions_thousands(clock, db, alice):
    for _lead in range(5):
        _item(builders.make_lead(owner=alice), state=QueueState.SCHEDULED)
    promise = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))

    queue_sweeps.make_due_ready(limit=2)

    assert promise.queue_item.state is QueueState.READY
