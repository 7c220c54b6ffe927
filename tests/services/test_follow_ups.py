"""Promises: made, kept, moved and closed, whatever the clocks do."""

from datetime import UTC, datetime, timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.due_words import read_due
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.promises import PromiseState, state_of
from leadtracker.domain.queue import QueueState
from leadtracker.models import Outcome
from leadtracker.services import follow_ups, next_leads, outcomes, queue, queue_sweeps
from tests.support import builders

#: When it is said, where, in which words, and the instant that is meant.
AGREED = [
    # A spring change skips 2–3 am, an autumn one has 1–2 am twice: the wall time is what counts.
    ("2026-03-07T15:00", "America/New_York", "tomorrow 3pm", "2026-03-08T19:00"),
    ("2026-03-07T15:00", "America/New_York", "today 3pm", "2026-03-07T20:00"),
    ("2026-10-31T15:00", "America/New_York", "tomorrow 3pm", "2026-11-01T20:00"),
    ("2026-10-31T15:00", "America/New_York", "in 24 h", "2026-11-01T15:00"),
    ("2026-03-28T12:00", "Europe/London", "mañana a las 10", "2026-03-29T09:00"),
    ("2026-10-24T12:00", "Europe/London", "mañana a las 10", "2026-10-25T10:00"),
    # One instant, two dates: the date line lies between Apia and Honolulu.
    ("2026-06-30T22:00", "Pacific/Apia", "tomorrow 10am", "2026-07-01T21:00"),
    ("2026-06-30T22:00", "Pacific/Kiritimati", "tomorrow 10am", "2026-07-01T20:00"),
    ("2026-06-30T22:00", "Pacific/Honolulu", "tomorrow 10am", "2026-07-01T20:00"),
    ("2026-06-30T22:00", "Pacific/Honolulu", "la próxima semana", "2026-07-06T20:00"),
    ("2026-06-30T22:00", "Pacific/Apia", "next week", "2026-07-05T21:00"),
    ("2026-06-30T22:00", "Pacific/Honolulu", "1 dec", "2026-12-01T20:00"),
    ("2026-06-30T22:00", "Pacific/Apia", "en 2 h", "2026-07-01T00:00"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("said_at", "zone", "words", "meant"), AGREED)
def test_words_become_the_instant_that_their_clock_shows(
    clock, db, alice, said_at, zone, words, meant
):
    clock.move_to(utc(said_at))
    lead = builders.make_lead(owner=alice, time_zone=zone)
    reading = read_due(words, now=utc(said_at), zone=zone, language="es")

    promise = follow_ups.promise(lead, due_at=reading.due_at, by=alice, said=words)

    db.session.refresh(promise)
    assert promise.due_at == utc(meant)
    assert promise.queue_item.not_before >= promise.due_at
    clock.move_to(promise.due_at - timedelta(seconds=1))
    assert state_of(promise, clocks.now()) is PromiseState.OPEN
    assert follow_ups.notice_due() == 0
    clock.move_to(promise.due_at)
    assert state_of(promise, clocks.now()) is PromiseState.DUE
    assert follow_ups.notice_due() == 1


@pytest.fixture
def promise(clock, db, alice):
    """Agreed for an hour from now, in a promotion with outcomes."""
    lead = builders.make_lead("Castle Tyres", owner=alice)
    made = builders.make_follow_up(lead, owner=alice, note="Ask for Ray")
    db.session.commit()
    return made


@pytest.fixture
def called(db, promise, clock):
    """``called(alice, "no_answer")`` calls them now and settles the call."""
    outcome_set = builders.make_outcome_set()

    def call(by, code: str, *, after=timedelta(0)):
        queue_sweeps.make_due_ready()
        item = queue.open_item(promise.queue_item, by=by)
        clock.shift(after)
        made = builders.make_call(
            promise.lead, by=by, queue_item_id=item.id, started_at=clocks.now()
        )
        outcome: Outcome = next(one for one in outcome_set.outcomes if one.code == code)
        outcomes.set_outcome(made, outcome, by=by, claim_next=False)
        return made

    return call


def test_the_first_call_keeps_it_even_when_nobody_answers(clock, promise, called, alice):
    clock.shift(timedelta(hours=1, minutes=9))

    call = called(alice, "no_answer")

    assert promise.kept_at == call.started_at
    assert promise.kept_by_id == alice.id
    assert promise.is_open
    assert state_of(promise, clocks.now()) is PromiseState.KEPT


def test_a_later_call_does_not_make_a_kept_promise_late(clock, promise, called, alice):
    clock.shift(timedelta(hours=1))
    first = called(alice, "no_answer")
    clock.shift(timedelta(hours=5))

    called(alice, "not_interested")

    assert promise.kept_at == first.started_at
    assert not promise.is_open


def test_taking_a_call_back_takes_back_that_call_alone(clock, promise, called, alice):
    clock.shift(timedelta(hours=1))
    first = called(alice, "no_answer")
    clock.shift(timedelta(hours=5))
    second = called(alice, "not_interested")

    promise.reopen(without_call=second.started_at)
    assert promise.is_open
    assert promise.kept_at == first.started_at

    promise.reopen(without_call=first.started_at)
    assert promise.kept_at is None
    assert promise.kept_by_id is None


def test_a_call_after_ten_minutes_is_late(clock, promise, called, alice):
    clock.shift(timedelta(hours=1, minutes=11))

    called(alice, "not_interested")

    assert state_of(promise, clocks.now()) is PromiseState.LATE


def test_moving_remembers_the_former_moment(clock, db, promise, alice):
    former = promise.due_at
    later = former + timedelta(days=3)

    follow_ups.move_promise(promise, due_at=later, said="fri 11am", by=alice)

    (move,) = promise.moves
    assert (move.due_at, move.moved_by_id) == (former, alice.id)
    assert state_of(move, later) is PromiseState.MOVED
    assert promise.due_at == later
    assert promise.queue_item.due_at == later
    assert state_of(promise, clocks.now()) is PromiseState.OPEN


def test_a_broken_promise_stays_broken_when_it_is_moved(clock, promise, alice):
    clock.shift(timedelta(days=1))

    follow_ups.move_promise(
        promise, due_at=clocks.now() + timedelta(hours=1), said="in 1 h", by=alice
    )

    assert state_of(promise.moves[0], clocks.now()) is PromiseState.BROKEN


def test_moving_to_an_hour_at_which_nobody_may_call_waits_for_the_opening(clock, promise, alice):
    night = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)

    follow_ups.move_promise(promise, due_at=night, said="tomorrow 2am", by=alice)

    assert promise.queue_item.due_at == night
    assert promise.queue_item.not_before > night


def test_closing_needs_a_reason_and_takes_it_out_of_the_queue(clock, promise, alice):
    with pytest.raises(RuleViolation, match="Say why"):
        follow_ups.close_promise(promise, reason=" ", by=alice)

    follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    assert promise.closed_reason == "They ordered by mail"
    assert promise.queue_item.state is QueueState.CANCELLED
    assert state_of(promise, clocks.now()) is PromiseState.BROKEN


def test_what_a_colleague_has_on_their_desk_is_neither_moved_nor_closed(
    clock, db, promise, alice, bob
):
    clock.shift(timedelta(hours=2))
    queue_sweeps.make_due_ready()
    promise.queue_item.claim(by_id=bob.id, at=clocks.now(), lease_until=clocks.now())
    db.session.commit()

    with pytest.raises(RuleViolation, match="on their desk"):
        follow_ups.close_promise(promise, reason="No need", by=alice)
    with pytest.raises(RuleViolation, match="on their desk"):
        follow_ups.move_promise(
            promise, due_at=clocks.now() + timedelta(hours=3), said="later", by=alice
        )


def test_a_closed_promise_is_not_moved(clock, promise, alice):
    follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    with pytest.raises(RuleViolation, match="closed already"):
        follow_ups.move_promise(
            promise, due_at=clocks.now() + timedelta(hours=3), said="later", by=alice
        )


def test_a_promise_merely_kept_for_a_desk_is_moved(clock, promise, alice, bob, mona, db):
    first = builders.make_queue_item(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    clock.move_to(promise.due_at)
    queue.open_item(first, by=alice)
    queue_sweeps.make_due_ready()
    assert next_leads.keep_next(alice).id == promise.queue_item.id
    due_at = clocks.now() + timedelta(hours=1)

    follow_ups.move_promise(promise, due_at=due_at, said="in 1 h", by=mona)

    item = promise.queue_item
    assert (item.state, item.not_before) == (QueueState.SCHEDULED, due_at)
    assert (item.claimed_by_id, item.is_next) == (None, False)
