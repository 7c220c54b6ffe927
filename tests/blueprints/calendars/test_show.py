"""A person's callbacks for calendar programs, at an address that only they know."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from leadtracker.domain import clock as clocks
from leadtracker.models.calendar_feed import CalendarDetail
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.services import calendar_feeds, follow_ups
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice, noise):
    lead = builders.make_lead(
        "Copper State", owner=alice, city="Phoenix", time_zone="America/Phoenix"
    )
    made = builders.make_follow_up(lead, owner=alice, note="Owes us money")
    db.session.commit()
    return made


@pytest.fixture
def address(promise, alice):
    return f"/calendars/{calendar_feeds.renew_feed(alice)}.ics"


def events_of(answer) -> list:
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_it_holds_the_owners_open_callbacks_in_utc(promise, address, client, db, bob):
    builders.make_follow_up(promise.lead, owner=bob)
    builders.make_follow_up(promise.lead, owner=promise.owner, kind=FollowUpKind.FOLLOW_UP)
    db.session.commit()

    answer = client.get(address)

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = events_of(answer)
    assert event["dtstart"].dt == promise.due_at
    assert b"DTSTART:20260310T110000Z" in answer.data
    assert event["summary"] == "Call Copper State back"
    assert event["description"] == "4:00\u00a0am in Phoenix"
    assert event["status"] == "CONFIRMED"
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == -timedelta(minutes=10)
    assert b"Owes us money" not in answer.data


@pytest.mark.parametrize(
    ("detail", "has_company", "has_number"),
    [
        (CalendarDetail.NOTHING, False, False),
        (CalendarDetail.COMPANY, True, False),
        (CalendarDetail.NUMBER, True, True),
    ],
)
def test_it_tells_as_much_as_its_owner_wants(
    promise, address, client, alice, detail, has_company, has_number
):
    calendar_feeds.choose_detail(alice, detail)

    words = client.get(address).data.replace(b"\r\n ", b"").decode()

    assert ("Copper State" in words) is has_company
    assert ("Phoenix" in words) is has_company
    number = promise.lead.phones[0].e164[-4:]
    assert (number in words.replace(" ", "").split("BEGIN:VEVENT")[1]) is has_number


def test_a_moved_callback_keeps_its_uid_and_its_sequence_rises(promise, address, client, alice):
    (before,) = events_of(client.get(address))
    due_at = promise.due_at + timedelta(days=1)
    follow_ups.move_promise(promise, due_at=due_at, said="tomorrow", by=alice)

    (after,) = events_of(client.get(address))

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == due_at


def test_a_closed_callback_is_cancelled_then_gone(promise, address, client, clock, alice):
    follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    (event,) = events_of(client.get(address))
    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 1
    assert event.walk("VALARM") == []
    assert b"They ordered" not in client.get(address).data

    clock.shift(timedelta(days=7, seconds=1))
    assert events_of(client.get(address)) == []


def test_an_address_that_was_replaced_switched_off_or_guessed_does_not_exist(
    address, client, alice
):
    another = f"/calendars/{calendar_feeds.renew_feed(alice)}.ics"
    assert client.get(address).status_code == 404
    assert client.get(another).status_code == 200

    calendar_feeds.end_feed(alice)

    assert client.get(another).status_code == 404
    assert client.get("/calendars/guess.ics").status_code == 404


def test_a_closed_account_has_no_calendar(address, client, db, alice):
    alice.deactivated_at = clocks.now()
    db.session.commit()

    assert client.get(address).status_code == 404


def test_guessing_is_slowed_down(client):
    answers = [client.get("/calendars/guess.ics").status_code for _ in range(61)]

    assert answers[-1] == 429
