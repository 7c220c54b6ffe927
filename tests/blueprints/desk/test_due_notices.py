"""A promise that comes due is announced on whatever page its owner has open."""

from datetime import timedelta

import pytest

from leadtracker.services import follow_ups, promise_offers, queue_sweeps
from tests.support import builders


@pytest.fixture
def due(clock, db, alice):
    promise = builders.make_follow_up(builders.make_lead("Castle Tyres", owner=alice), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))
    queue_sweeps.make_due_ready()
    follow_ups.notice_due()
    return promise


def test_its_owner_is_told_with_a_way_to_open_it(due, sign_in, alice):
    notice = sign_in(alice).get("/due-notices", htmx=True).text

    assert "Call Castle Tyres back now." in notice
    assert f'value="{due.queue_item.id}"' in notice


def test_nobody_else_is_told(due, sign_in, bob):
    assert "Castle Tyres" not in sign_in(bob).get("/due-notices", htmx=True).text


def test_it_goes_once_the_call_is_taken_up(due, sign_in, alice):
    browser = sign_in(alice)
    browser.post("/desk/claim", data={"item": due.queue_item.id}, htmx=True)

    assert "Castle Tyres" not in browser.get("/due-notices", htmx=True).text


def test_the_team_of_an_absent_owner_is_told_whose_promise_it_is(due, sign_in, bob):
    promise_offers.offer_to_teams()
    browser = sign_in(bob)

    notice = browser.get("/due-notices", htmx=True).text

    assert "Call Castle Tyres back now." in notice
    assert "Promised by Alice Ash." in notice
    assert "Promised by Alice Ash" in browser.get("/desk/queue", htmx=True).text
    browser.post("/desk/claim", data={"item": due.queue_item.id}, htmx=True)
    assert "Castle Tyres" not in sign_in(bob).get("/due-notices", htmx=True).text


def test_how_many_are_due_stands_beside_the_title(due, sign_in, alice):
    assert 'data-count-number-value="1"' in sign_in(alice).get("/due-notices", htmx=True).text


def test_it_needs_a_sign_in(client):
    assert client.get("/due-notices").status_code == 302
