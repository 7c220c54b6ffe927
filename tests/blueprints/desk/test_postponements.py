"""A skip or a snooze, taken back from its toast."""

import json

import pytest


@pytest.fixture
def on_desk(browser, items):
    browser.post("/desk/claim", htmx=True)
    return items[0]


@pytest.mark.parametrize(
    ("path", "form"),
    [("/desk/skip", {"reason": "Wrong moment"}), ("/desk/snooze", {"until": "in 2 h"})],
)
def test_the_toast_takes_it_back(browser, on_desk, path, form):
    answer = browser.post(path, data={"item": on_desk.id} | form, htmx=True)
    assert "Abbey Motors" in answer.text
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]

    answer = browser.delete(undo["url"], htmx=True)

    assert answer.headers["HX-Retarget"] == "#desk"
    assert '<h2 id="lead-name">Castle Tyres</h2>' in answer.text


def test_a_skip_without_a_reason_is_refused_in_words(browser, on_desk):
    answer = browser.post("/desk/skip", data={"item": on_desk.id, "reason": " "}, htmx=True)

    assert answer.status_code == 409
    assert "Say why you pass over them" in answer.text


def test_a_strangers_item_does_not_exist(sign_in, charlie, on_desk):
    assert sign_in(charlie).delete(f"/desk/postponements/{on_desk.id}").status_code == 404


def test_the_window_tells_itself_anew(browser, on_desk):
    answer = browser.get(f"/leads/{on_desk.lead_id}/window", htmx=True)

    assert "OK until" in answer.text
    assert 'hx-trigger="every 60s"' in answer.text


def test_a_strangers_window_does_not_exist(sign_in, charlie, on_desk):
    assert sign_in(charlie).get(f"/leads/{on_desk.lead_id}/window").status_code == 404
