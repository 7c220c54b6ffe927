"""Setting the outcome from the desk."""

import pytest

from leadtracker.domain.calls import LegRole, RoomEventKind
from leadtracker.domain.queue import QueueState
from leadtracker.models import Call, FollowUp
from leadtracker.services import calls


def test_one_key_saves_and_brings_the_next_lead(settle, items):
    answer = settle("no_answer")

    assert "Abbey Motors" in answer.text
    assert items[0].state is QueueState.SCHEDULED
    assert items[1].state is QueueState.CLAIMED


def test_a_callback_in_words_becomes_a_promise(settle, db):
    answer = settle("callback", follow_up="tomorrow 3pm", note="Ask for Dee.")

    promise = db.session.query(FollowUp).one()
    assert answer.status_code == 200
    assert (promise.said, promise.note) == ("tomorrow 3pm", "Ask for Dee.")


def test_a_callback_without_a_moment_is_refused_and_nothing_is_lost(settle, call):
    answer = settle("callback", note="Ask for Dee.")

    assert answer.status_code == 409
    assert "needs a moment" in answer.text
    assert call.owes_outcome


def test_a_moment_nobody_understands_is_refused(settle, call):
    answer = settle("callback", follow_up="when pigs fly")

    assert answer.status_code == 409
    assert "Not sure when that is" in answer.text
    assert call.owes_outcome


def test_sending_it_twice_settles_once(settle, items):
    settle("no_answer")
    answer = settle("no_answer")

    assert answer.status_code == 200
    assert items[0].attempts == 1


@pytest.fixture
def dialled(browser, items, db, telephony) -> Call:
    """Alice's own telephone is about to ring."""
    browser.post("/desk/claim", htmx=True)
    form = {"item": items[0].id, "phone": items[0].lead.phones[0].id, "request_id": "press-1"}
    browser.post("/calls", data=form, htmx=True)
    return db.session.query(Call).one()


def test_an_unanswered_call_is_hung_up_by_its_outcome(browser, dialled, outcome, telephony):
    calls.hear_room(telephony.room_event(dialled.id, RoomEventKind.JOINED, LegRole.AGENT))
    calls.ring_lead(dialled.id, telephony=telephony)

    form = {"call": dialled.id, "outcome": outcome("no_answer").id}
    answer = browser.post("/desk/outcome", data=form, htmx=True)

    assert answer.status_code == 200
    assert dialled.outcome.code == "no_answer"
    assert len(telephony.asked_for("hang_up")) == 2


def test_a_lead_who_was_not_rung_yet_has_no_outcome(browser, dialled, outcome):
    form = {"call": dialled.id, "outcome": outcome("no_answer").id}
    answer = browser.post("/desk/outcome", data=form, htmx=True)

    assert answer.status_code == 409
    assert not dialled.has_ended


def test_an_outcome_stands_though_the_network_cannot_be_reached(
    browser, dialled, outcome, telephony
):
    calls.hear_room(telephony.room_event(dialled.id, RoomEventKind.JOINED, LegRole.AGENT))
    calls.ring_lead(dialled.id, telephony=telephony)
    telephony.lose_next("hang_up")

    form = {"call": dialled.id, "outcome": outcome("no_answer").id}
    answer = browser.post("/desk/outcome", data=form, htmx=True)

    assert answer.status_code == 200
    assert dialled.outcome.code == "no_answer"


def test_a_strangers_call_does_not_exist(sign_in, bob, call, outcome):
    form = {"call": call.id, "outcome": outcome("no_answer").id}

    assert sign_in(bob).post("/desk/outcome", data=form, htmx=True).status_code == 404


def test_a_follow_up_is_read_while_it_is_typed(browser, items):
    answer = browser.get(f"/leads/{items[0].lead_id}/due-reading?follow_up=tomorrow+3pm", htmx=True)

    assert "3:00\u00a0pm in" in answer.text
    assert "your time" in answer.text


def test_a_follow_up_at_night_offers_the_nearest_good_time(browser, items):
    answer = browser.get(
        f"/leads/{items[0].lead_id}/due-reading?follow_up=tomorrow+11pm", htmx=True
    )

    assert "outside their hours" in answer.text
    assert "8:00\u00a0am" in answer.text


def test_saving_without_an_outcome_says_how_to_choose_one(browser, call):
    answer = browser.post("/desk/outcome", data={"call": call.id}, htmx=True)

    assert answer.status_code == 409
    assert "Choose an outcome with 1–9" in answer.text


def test_a_number_no_row_has_is_not_found(browser, items):
    answer = browser.post("/desk/outcome", data={"call": "9" * 40, "outcome": 1}, htmx=True)

    assert answer.status_code == 404
