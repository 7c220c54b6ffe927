"""Leaving the desk and coming back."""

import pytest

from leadtracker.domain.queue import QueueState
from tests.support import builders


def test_a_break_empties_the_desk_and_says_so(browser, items):
    browser.post("/desk/claim", htmx=True)

    answer = browser.post("/desk/rest", data={"state": "lunch"}, htmx=True)

    assert "You are at lunch" in answer.text
    assert items[0].state is QueueState.READY


def test_a_reload_does_not_end_a_break(browser, items):
    browser.post("/desk/rest", data={"state": "break"}, htmx=True)
    browser.patch("/desk/claim")

    assert "You are on a break" in browser.get("/desk").text
    refused = browser.post("/desk/claim", htmx=True)
    assert refused.status_code == 409
    assert "Come back to the desk first" in refused.text


def test_back_at_the_desk_the_queue_goes_on(browser, items):
    browser.post("/desk/rest", data={"state": "training"}, htmx=True)

    answer = browser.delete("/desk/rest", htmx=True)

    assert "The next call is ready" in answer.text


def test_nobody_leaves_before_the_outcome(browser, items, alice, db):
    builders.make_call(items[0].lead, by=alice)
    db.session.commit()

    answer = browser.post("/desk/rest", data={"state": "break"}, htmx=True)

    assert answer.status_code == 409
    assert "outcome is still owed" in answer.text


@pytest.mark.parametrize("state", ["", "desk", "holiday"])
def test_other_words_are_refused(browser, items, state):
    answer = browser.post("/desk/rest", data={"state": state}, htmx=True)

    assert answer.status_code == 409
    assert "Choose break, lunch or training" in answer.text
