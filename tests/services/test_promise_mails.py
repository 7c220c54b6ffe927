"""Reminders by e-mail: to whom, when, and never lost or sent twice."""

from datetime import timedelta

import pytest

from leadtracker.db import db as database
from leadtracker.domain import clock as clocks
from leadtracker.mail import MailError
from leadtracker.queries import follow_ups as find
from leadtracker.serializers.reminder_letters import reminder_letter
from leadtracker.services import follow_ups, promise_mails, queue
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice):
    lead = builders.make_lead(
        "Copper State", owner=alice, city="Phoenix", time_zone="America/Phoenix"
    )
    due_at = clocks.now() + timedelta(hours=8)
    made = builders.make_follow_up(lead, owner=alice, due_at=due_at, note="Owes us money")
    db.session.commit()
    return made


@pytest.fixture
def send(mail):
    return lambda: promise_mails.mail_due(compose=reminder_letter, mail=mail)


def ten_minutes_before(clock, promise):
    clock.move_to(promise.due_at - timedelta(minutes=10))


def test_ten_minutes_before_its_owner_gets_one_letter(clock, promise, mail, send, alice):
    clock.move_to(promise.due_at - timedelta(minutes=10, seconds=1))
    send()
    assert mail.sent == []

    clock.shift(1)
    send()
    send()

    (letter,) = mail.sent
    assert letter.to == alice.email
    assert letter.subject == "Call Copper State back at 6:00 pm"
    assert "Tue 10 Mar at 6:00\u00a0pm your time" in letter.text
    assert "Tue 10 Mar at 11:00\u00a0am in Phoenix" in letter.text
    assert "/desk" in letter.text
    assert "Owes us money" not in letter.text


def test_whoever_sits_at_the_desk_needs_none(clock, promise, mail, send, alice):
    ten_minutes_before(clock, promise)
    queue.keep_desk(alice)

    send()

    assert mail.sent == []


def test_whoever_used_the_product_lately_needs_none(clock, db, promise, mail, send, alice):
    ten_minutes_before(clock, promise)
    builders.session_token(alice)
    db.session.commit()
    send()
    assert mail.sent == []

    clock.shift(find.SIGNED_IN_LATELY)
    send()
    assert len(mail.sent) == 1


def test_a_closed_account_and_a_closed_promise_get_none(clock, db, promise, mail, send, alice):
    ten_minutes_before(clock, promise)
    alice.deactivated_at = clocks.now()
    db.session.commit()
    send()
    alice.deactivated_at = None
    follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    send()

    assert mail.sent == []


def test_without_a_server_nothing_is_tried(clock, db, promise, mail, send):
    mail.is_on = False
    ten_minutes_before(clock, promise)

    assert send() == 0
    assert promise.mail_claimed_at is None


def test_a_refused_letter_is_tried_again_later_and_later(clock, db, promise, mail, send):
    ten_minutes_before(clock, promise)
    mail.refusing = "SMTPServerDisconnected"
    send()
    clock.shift(29)
    assert send() == 0
    clock.shift(1)
    assert send() == 1
    db.session.refresh(promise)
    assert promise.mail_failures == 2
    assert promise.mail_not_before == clocks.now() + timedelta(minutes=1)

    mail.refusing = ""
    clock.shift(60)
    send()

    assert len(mail.sent) == 1


def test_a_letter_whose_sender_was_killed_goes_out_later_under_the_same_key(
    clock, db, promise, mail, send
):
    class Killed(BaseException):
        pass

    class DyingMail:
        is_on = True

        def send(self, letter):
            self.letter = letter
            raise Killed

    ten_minutes_before(clock, promise)
    dying = DyingMail()
    with pytest.raises(Killed):
        promise_mails.mail_due(compose=reminder_letter, mail=dying)
    db.session.rollback()
    assert send() == 0

    clock.shift(promise_mails.STALE_AFTER + timedelta(seconds=1))
    send()

    assert [letter.key for letter in mail.sent] == [dying.letter.key]


def test_a_moved_promise_is_written_about_anew(clock, promise, mail, send, alice):
    ten_minutes_before(clock, promise)
    send()
    due_at = promise.due_at + timedelta(hours=3)
    follow_ups.move_promise(promise, due_at=due_at, said="in 3 h", by=alice)
    assert send() == 0

    clock.move_to(due_at - timedelta(minutes=5))
    send()

    assert len({letter.key for letter in mail.sent}) == 2


def test_the_letter_speaks_its_owners_language_of_time(clock, db, promise, mail, send, alice):
    alice.time_zone = "Pacific/Auckland"
    db.session.commit()
    ten_minutes_before(clock, promise)

    send()

    assert "Wed 11 Mar at 7:00\u00a0am your time" in mail.sent[0].text


def test_a_letter_that_came_too_late_is_not_sent(clock, promise, mail, send):
    clock.move_to(promise.due_at + timedelta(hours=1))

    assert send() == 0


class SlowMail:
    """Something happens while the server takes its time over the first letter."""

    is_on = True

    def __init__(self, meanwhile):
        self.meanwhile, self.sent = meanwhile, []

    def send(self, letter):
        assert not database.session().in_transaction()
        self.sent.append(letter)
        if len(self.sent) == 1:
            self.meanwhile()


@pytest.fixture
def later(promise, db, alice):
    """A promise of the same owner's, half a minute after the first."""
    lead = builders.make_lead("Late Ltd", owner=alice)
    made = builders.make_follow_up(lead, owner=alice, due_at=promise.due_at + timedelta(seconds=30))
    db.session.commit()
    return made


def send_slowly(clock, promise, meanwhile) -> list[str]:
    """The subjects of the letters of one batch, with ``meanwhile`` during the first."""
    clock.move_to(promise.due_at - timedelta(minutes=9))
    slow = SlowMail(meanwhile)
    promise_mails.mail_due(compose=reminder_letter, mail=slow)
    return [letter.subject for letter in slow.sent]


def test_a_promise_moved_while_others_are_written_gets_no_letter_of_its_former_moment(
    clock, promise, later, alice
):
    due_at = promise.due_at + timedelta(days=1)

    sent = send_slowly(
        clock,
        promise,
        lambda: follow_ups.move_promise(later, due_at=due_at, said="tomorrow", by=alice),
    )

    assert sent == ["Call Copper State back at 6:00 pm"]
    assert (later.mail_claimed_at, later.mailed_at) == (None, None)


def test_whoever_sits_down_while_others_are_written_needs_none(clock, promise, later, alice):
    sent = send_slowly(clock, promise, lambda: queue.keep_desk(alice))

    assert len(sent) == 1
    assert later.mailed_at is None


def test_a_slow_server_leaves_the_rest_for_the_next_time(clock, promise, later, mail, send, db):
    too_long = promise_mails.STALE_AFTER + timedelta(seconds=1)
    sent = send_slowly(clock, promise, lambda: clock.shift(too_long))
    assert len(sent) == 1

    send()

    assert [letter.subject for letter in mail.sent] == ["Call Late Ltd back at 6:00 pm"]


def test_the_fake_refuses_as_a_server_does(mail):
    mail.refusing = "no"

    with pytest.raises(MailError):
        mail.send(None)
