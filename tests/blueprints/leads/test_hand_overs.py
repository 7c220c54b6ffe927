"""Handing a lead over, and putting one on top, from its page and from the desk."""

import pytest

from leadtracker.domain.queue import TOP_RANK, QueueKind
from leadtracker.models import Assignment, QueueItem
from leadtracker.services import queue
from tests.support import builders


@pytest.fixture
def lead(clock, alice, telephony):
    return builders.make_lead("Castle Tyres", team_id=alice.team_id)


@pytest.fixture
def turn(lead, alice, db):
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    item = builders.make_queue_item(lead, promotion=promotion, team_id=alice.team_id)
    db.session.commit()
    return item


def hand_over(browser, lead, to, **fields):
    form = {"to": to, "note": "Wants a fleet price."} | fields
    return browser.post(f"/leads/{lead.id}/hand-over", data=form, htmx=True)


def test_a_colleague_gets_it_with_the_note(lead, sign_in, alice, bob):
    browser = sign_in(alice)
    assert "What they should know" in browser.get(f"/leads/{lead.id}/hand-over", htmx=True).text

    answer = hand_over(browser, lead, f"user:{bob.id}")

    assert "Castle Tyres went to Bob Birch." in answer.headers["HX-Trigger"]
    queue_of_bob = sign_in(bob).get("/desk/queue", htmx=True).text
    assert "From Alice" in queue_of_bob
    assert "Wants a fleet price." in queue_of_bob
    assert "Handed over" in queue_of_bob


def test_another_team_may_have_it(lead, sign_in, alice, charlie):
    hand_over(sign_in(alice), lead, f"team:{charlie.team_id}")

    assert "Castle Tyres" in sign_in(charlie).get("/desk/queue", htmx=True).text


def test_from_the_desk_the_next_lead_comes_up(lead, turn, sign_in, alice, bob, db):
    other = builders.make_lead("Abbey Motors", team_id=alice.team_id)
    builders.make_queue_item(other, promotion=turn.promotion, team_id=alice.team_id)
    queue.claim_next(alice)

    answer = hand_over(sign_in(alice), lead, f"user:{bob.id}", **{"from": "desk"})

    assert answer.headers["HX-Retarget"] == "#desk"
    assert "Abbey Motors" in answer.text
    assert 'id="dialogs" hx-swap-oob="true"' in answer.text


def test_a_word_is_asked_for(lead, sign_in, alice, bob):
    answer = hand_over(sign_in(alice), lead, f"user:{bob.id}", note="")

    assert answer.status_code == 422
    assert "Say what they should know." in answer.text


def test_a_colleague_of_another_team_is_not_offered(lead, sign_in, alice, charlie):
    answer = hand_over(sign_in(alice), lead, f"user:{charlie.id}")

    assert answer.status_code == 422


def test_a_strangers_lead_does_not_exist(lead, sign_in, charlie, bob):
    assert hand_over(sign_in(charlie), lead, f"user:{bob.id}").status_code == 404


def test_a_team_lead_puts_it_on_top_and_takes_it_back(lead, turn, sign_in, mona, bob, db):
    browser = sign_in(mona)
    form = {"to": f"user:{bob.id}", "note": ""}

    answer = browser.post(f"/leads/{lead.id}/top-place", data=form, htmx=True)

    assert "Castle Tyres is on top for Bob Birch." in answer.headers["HX-Trigger"]
    assert turn.rank == TOP_RANK
    assert "On top for Bob: take it back" in browser.get(f"/leads/{lead.id}").text
    batch = db.session.query(Assignment).one().batch
    browser.delete(f"/assignments/{batch}", htmx=True)
    assert turn.rank != TOP_RANK
    assert "Put on top" in browser.get(f"/leads/{lead.id}").text


def test_a_coordinator_puts_nothing_on_top(lead, turn, sign_in, alice):
    browser = sign_in(alice)

    assert browser.get(f"/leads/{lead.id}/top-place").status_code == 403
    assert "Put on top" not in browser.get(f"/leads/{lead.id}").text


def test_the_queue_can_be_narrowed_to_what_was_handed_over(lead, sign_in, alice, bob, db):
    hand_over(sign_in(alice), lead, f"user:{bob.id}")
    other = builders.make_queue_item(builders.make_lead("Abbey Motors"), owner=bob)

    page = sign_in(bob).get(f"/desk/queue?kind={QueueKind.HAND_OVER}", htmx=True).text

    assert "Castle Tyres" in page
    assert db.session.get(QueueItem, other.id).lead.name not in page
