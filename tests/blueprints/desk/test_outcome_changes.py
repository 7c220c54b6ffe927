"""Taking an outcome back from the desk, and correcting it in the history."""

import json

import pytest

from leadtracker.domain.queue import QueueState
from leadtracker.models import Call


@pytest.fixture
def settled(browser, call, outcome) -> Call:
    form = {"call": call.id, "outcome": outcome("no_answer").id, "note": "Rang out."}
    browser.post("/desk/outcome", data=form, htmx=True)
    return call


def test_the_toast_offers_to_take_the_outcome_back(browser, call, outcome):
    form = {"call": call.id, "outcome": outcome("no_answer").id}
    answer = browser.post("/desk/outcome", data=form, htmx=True)

    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast["undo"] == {"url": f"/calls/{call.id}/outcome", "method": "delete"}


def test_taken_back_the_desk_stands_as_before_the_key(browser, settled, items):
    answer = browser.delete(f"/calls/{settled.id}/outcome", htmx=True)

    assert answer.headers["HX-Retarget"] == "#desk"
    assert "Castle Tyres" in answer.text
    assert "Rang out." in answer.text
    assert settled.owes_outcome
    assert [item.state for item in items[:2]] == [QueueState.CLAIMED, QueueState.READY]


def test_too_late_is_refused_in_words(browser, settled, clock):
    clock.shift(60)

    answer = browser.delete(f"/calls/{settled.id}/outcome", htmx=True)

    assert answer.status_code == 409
    assert "too late" in answer.text


def test_a_strangers_outcome_does_not_exist(sign_in, charlie, settled, outcome):
    stranger = sign_in(charlie)

    assert stranger.delete(f"/calls/{settled.id}/outcome", htmx=True).status_code == 404
    assert stranger.get(f"/calls/{settled.id}/outcome/edit").status_code == 404
    form = {"outcome": outcome("voicemail").id}
    assert stranger.post(f"/calls/{settled.id}/outcome", data=form).status_code == 404
    draft = {"call": settled.id, "note": "x"}
    assert stranger.put("/desk/draft", data=draft).status_code == 404


def test_a_colleagues_outcome_is_corrected_by_whoever_runs_the_floor(
    sign_in, bob, mona, settled, outcome
):
    form = {"outcome": outcome("voicemail").id, "note": "A machine."}

    assert sign_in(bob).post(f"/calls/{settled.id}/outcome", data=form).status_code == 404
    answer = sign_in(mona).post(f"/calls/{settled.id}/outcome", data=form)

    assert (answer.status_code, answer.location) == (303, f"/leads/{settled.lead_id}")
    assert settled.outcome.code == "voicemail"


def test_the_sheet_offers_the_outcomes_and_says_what_stands(browser, settled):
    page = browser.get(f"/calls/{settled.id}/outcome/edit").text
    sheet = browser.get(f"/calls/{settled.id}/outcome/edit", htmx=True).text

    assert "<html" in page
    assert "<html" not in sheet
    for answer in (page, sheet):
        assert "The outcome is No answer" in answer
        assert "Not interested" in answer
        assert "Rang out." in answer


def test_a_correction_that_needs_a_moment_is_refused_on_its_field(browser, settled, outcome):
    form = {"outcome": outcome("callback").id, "from": "desk"}

    answer = browser.post(f"/calls/{settled.id}/outcome", data=form, htmx=True)

    assert answer.status_code == 422
    assert "needs a moment" in answer.text
    assert settled.outcome.code == "no_answer"


def test_a_correction_shows_in_the_history(browser, settled, outcome):
    form = {"outcome": outcome("not_interested").id}
    browser.post(f"/calls/{settled.id}/outcome", data=form)

    history = browser.get(f"/leads/{settled.lead_id}").text

    assert "Outcome corrected" in history
    assert "It was No answer." in history


def test_what_was_taken_back_is_not_told_in_the_history(browser, settled):
    browser.delete(f"/calls/{settled.id}/outcome", htmx=True)

    assert "No answer</span>" not in browser.get(f"/leads/{settled.lead_id}").text


def test_what_is_written_before_a_call_is_no_calls_draft(browser, items, db):
    browser.post("/desk/claim", htmx=True)

    assert browser.put("/desk/draft", data={"note": "Ask for Dee."}).status_code == 204
    assert db.session.query(Call).count() == 0


def test_a_draft_comes_back_in_whatever_browser(sign_in, alice, browser, call, outcome):
    draft = {"note": "Ask for Dee.", "outcome": outcome("callback").id, "follow_up": "tue 3pm"}
    assert browser.put("/desk/draft", data=draft | {"call": call.id}).status_code == 204

    desk = sign_in(alice).get("/desk").text

    assert "Ask for Dee.</textarea>" in desk
    assert 'value="tue 3pm"' in desk
    assert f'value="{outcome("callback").id}" aria-keyshortcuts="4" checked' in desk
