"""A promise is kept as its lead is rung, and not before."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.promises import PromiseState, state_of
from leadtracker.models import DoNotCallEntry
from leadtracker.services import calls, queue, queue_sweeps
from tests.services.calls.conftest import Line
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice):
    lead = builders.make_lead("Abbey Motors", owner=alice)
    made = builders.make_follow_up(lead, owner=alice, due_at=clocks.now() + timedelta(minutes=5))
    db.session.commit()
    clock.move_to(made.due_at)
    queue_sweeps.make_due_ready()
    return made


@pytest.fixture
def line(promise, alice, telephony) -> Line:
    item = queue.open_item(promise.queue_item, by=alice)
    return Line(alice, promise.lead, item, telephony)


def test_while_they_talk_on_it_is_kept_already(clock, line, promise):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()
    clock.shift(timedelta(minutes=12))

    assert (promise.kept_at, promise.kept_by_id) == (line.call.started_at, line.user.id)
    assert state_of(promise, clocks.now()) is PromiseState.KEPT


def test_a_coordinator_who_does_not_pick_up_has_called_nobody(line, promise):
    line.dial()

    assert promise.kept_at is None


def test_a_lead_whom_the_gate_would_not_let_ring_was_not_called(line, promise, db):
    line.dial()
    db.session.add(DoNotCallEntry(e164=line.lead.phones[0].e164))
    db.session.commit()
    line.coordinator_answers()

    assert line.call.blocked
    assert promise.kept_at is None


def test_a_call_for_something_else_keeps_nothing(clock, line, promise, alice, db):
    line.item.release()
    other = builders.make_queue_item(promise.lead, owner=alice)
    db.session.commit()
    line.item = queue.open_item(other, by=alice)
    line.dial()
    line.coordinator_answers()

    assert promise.kept_at is None


def test_a_dial_that_is_taken_back_was_no_call(line, promise):
    line.dial()
    line.coordinator_answers()
    assert promise.kept_at is not None

    calls.forget_call(line.call)

    assert promise.kept_at is None
