"""Your account: the private calendar address, and what is said about reminders."""

import re

from leadtracker.models import CalendarFeed
from tests.support import builders


def address_in(page: str) -> str | None:
    found = re.search(r'value="[^"]*(/calendars/[^"]+\.ics)"', page)
    return found and found[1]


def feed_of(db, user):
    return db.session.scalar(db.select(CalendarFeed).where(CalendarFeed.user_id == user.id))


def test_an_address_is_made_and_shown_once(sign_in, alice, client, db):
    browser = sign_in(alice)

    made = address_in(browser.post("/account/calendar").text)

    assert client.get(made).status_code == 200
    assert address_in(browser.get("/account").text) is None
    assert feed_of(db, alice).token_hash not in made


def test_htmx_gets_the_panel(sign_in, alice):
    answer = sign_in(alice).post("/account/calendar", htmx=True)

    assert "<html" not in answer.text
    assert address_in(answer.text)


def test_what_it_tells_can_be_chosen(sign_in, alice, db):
    browser = sign_in(alice)
    browser.post("/account/calendar")

    answer = browser.post("/account/calendar/detail", data={"detail": "number"})

    assert answer.headers["Location"] == "/account#calendar"
    assert feed_of(db, alice).detail == "number"
    browser.post("/account/calendar/detail", data={"detail": "everything"})
    assert feed_of(db, alice).detail == "number"


def test_it_is_switched_off(sign_in, alice, client, db):
    browser = sign_in(alice)
    made = address_in(browser.post("/account/calendar").text)

    browser.post("/account/calendar/end")

    assert client.get(made).status_code == 404
    assert feed_of(db, alice) is None


def test_nobody_touches_anothers(sign_in, alice, bob, client):
    made = address_in(sign_in(alice).post("/account/calendar").text)

    sign_in(bob).post("/account/calendar")
    sign_in(bob).post("/account/calendar/end")

    assert client.get(made).status_code == 200


def test_the_page_says_whether_letters_are_sent(sign_in, alice, mail):
    browser = sign_in(alice)
    assert "Ten minutes before a callback you get a letter" in browser.get("/account").text

    mail.is_on = False
    assert "No letters are sent: no mail server is set up." in browser.get("/account").text


def test_making_it_twice_keeps_one(sign_in, alice, db):
    builders.make_user()
    browser = sign_in(alice)
    browser.post("/account/calendar")
    browser.post("/account/calendar")

    assert db.session.scalar(db.select(db.func.count(CalendarFeed.id))) == 1
