"""One address, page or partial; and every header htmx understands."""

import json

import jinja2
import pytest
from flask import Flask, get_flashed_messages

from leadtracker.blueprints import rendering

HTMX = {"HX-Request": "true"}


def test_a_browser_gets_the_page_and_htmx_the_partial(app):
    assert app.get("/leads").text == "page of 2"
    assert app.get("/leads", headers=HTMX).text == "partial of 2"


def test_history_restore_gets_the_whole_page(app):
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert app.get("/leads", headers=headers).text == "page of 2"


def test_caches_keep_page_and_partial_apart(app):
    assert "HX-Request" in app.get("/leads").vary
    assert "HX-Request" in app.get("/leads", headers=HTMX).vary


def test_an_invalid_form_is_unprocessable_and_comes_back_as_the_partial(app):
    answer = app.post("/leads", headers=HTMX)
    assert (answer.status_code, answer.text) == (422, "partial of 0")
    assert app.post("/leads").status_code == 422


def test_a_plain_form_is_led_on_by_303_and_htmx_by_its_own_header(app):
    plain, htmx = app.post("/moves"), app.post("/moves", headers=HTMX)
    assert (plain.status_code, plain.location) == (303, "/leads")
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (204, "/leads")


def test_words_for_the_next_page_are_flashed_once_it_is_another_page(app):
    with app:
        app.post("/moves", headers=HTMX)
        assert get_flashed_messages(with_categories=True) == [("ok", "Moved.")]


def test_a_toast_travels_as_an_event_in_ascii_beside_others(app):
    header = app.post("/saves", headers=HTMX).headers["HX-Trigger"]
    assert header.isascii()
    assert json.loads(header) == {
        "queue-changed": {"left": 3},
        "toast": {
            "words": "Saved – back at 3 pm",
            "tone": "ok",
            "undo": {"url": "/saves/7", "method": "delete"},
        },
    }


def test_a_plain_form_gets_the_toast_as_a_flashed_message(app):
    with app:
        app.post("/saves")
        assert get_flashed_messages() == ["Saved – back at 3 pm"]


def test_an_answer_may_go_to_another_place_and_another_address(app):
    headers = app.post("/elsewhere", headers=HTMX).headers
    assert headers["HX-Retarget"] == "#dock"
    assert headers["HX-Reswap"] == "outerHTML"
    assert headers["HX-Push-Url"] == "/leads/7"


def test_refresh_asks_for_the_whole_page_again(app):
    answer = app.post("/refreshes", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


@pytest.fixture
def app():
    """A browser of a small application that answers in every way there is."""
    app = Flask("answers")
    app.secret_key = "not a secret"
    app.jinja_loader = jinja2.DictLoader(
        {"page.html": "page of {{ page }}", "_partial.html": "partial of {{ page }}"}
    )

    @app.get("/leads")
    def index():
        return rendering.render_page_or_partial("page.html", "_partial.html", page=2)

    @app.post("/leads")
    def create():
        return rendering.render_invalid("page.html", "_partial.html", page=0)

    @app.post("/moves")
    def move():
        return rendering.toast(rendering.redirect_to("/leads"), "Moved.")

    @app.post("/saves")
    def save():
        response = rendering.trigger(rendering.no_content(), "queue-changed", {"left": 3})
        return rendering.toast(response, "Saved – back at 3 pm", undo_url="/saves/7")

    @app.post("/elsewhere")
    def elsewhere():
        response = rendering.render_partial("_partial.html", page=1)
        return rendering.push_url(rendering.retarget(response, "#dock"), "/leads/7")

    @app.post("/refreshes")
    def refresh():
        return rendering.refresh()

    return app.test_client()
