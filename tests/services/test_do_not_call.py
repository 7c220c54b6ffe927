"""What a block does to the queue and to what was promised, and how a slip is taken back."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.promises import PromiseState, state_of
from leadtracker.domain.queue import QueueState
from leadtracker.models import DoNotCallEntry, Phone, User
from leadtracker.queries import promises as find_promises
from leadtracker.serializers.reminder_letters import reminder_letter
from leadtracker.services import do_not_call, follow_ups, promise_mails
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice):
    lead = builders.make_lead("Castle Tyres", owner=alice)
    made = builders.make_follow_up(lead, owner=alice, due_at=clocks.now() + timedelta(hours=2))
    db.session.commit()
    return made


def block(promise, by: User) -> DoNotCallEntry:
    lead = promise.lead
    return do_not_call.block_number(lead.phones[0].e164, reason="Never again", by=by, lead=lead)


def test_a_block_releases_what_the_lead_was_promised(promise, alice, db):
    entry = block(promise, alice)

    assert (promise.closed_at, promise.closed_reason) == (entry.added_at, "Never again")
    assert promise.queue_item.state is QueueState.CANCELLED
    assert state_of(promise, clocks.now()) is PromiseState.RELEASED


def test_nobody_is_reminded_of_a_call_that_must_not_be_made(clock, promise, alice, mail):
    block(promise, alice)
    clock.move_to(promise.due_at - timedelta(minutes=9))
    promise_mails.mail_due(compose=reminder_letter, mail=mail)
    clock.move_to(promise.due_at)

    assert mail.sent == []
    assert follow_ups.notice_due() == 0


def test_who_asked_not_to_be_called_breaks_nobodys_record(clock, promise, alice):
    block(promise, alice)
    clock.shift(timedelta(days=2))

    since = promise.due_at - timedelta(days=1)
    record = find_promises.promise_record(since, clocks.now(), now=clocks.now())
    assert (record.released, record.decided) == (1, 0)


def test_a_lead_with_another_number_is_still_owed_its_call(promise, alice, db):
    number = builders.fictional_number()
    promise.lead.phones.append(Phone(e164=number, original=number, position=1))
    db.session.commit()

    block(promise, alice)

    assert promise.is_open


def test_a_slip_taken_back_opens_what_it_closed_and_nothing_else(clock, promise, alice, db):
    settled = builders.make_follow_up(promise.lead, owner=alice)
    follow_ups.close_promise(settled, reason="They wrote", by=alice)
    entry = block(promise, alice)

    reopened = do_not_call.reopen_promises(entry)

    assert reopened == [promise.id]
    assert (promise.is_open, promise.is_released) == (True, False)
    assert not settled.is_open
