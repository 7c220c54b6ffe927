"""Attributes, key hints, links to this page with another filter; and how Jinja is set up."""

import jinja2
import pytest
from flask import render_template_string
from flask_babel import force_locale

from leadtracker import templating
from leadtracker.templating import markup


def test_attributes_are_escaped_and_false_ones_left_out():
    written = markup.attrs({"hx_post": "/a?b=1&c", "hidden": True, "title": None, "class_": '"x"'})
    assert written == ' hx-post="/a?b=1&amp;c" hidden class="&#34;x&#34;"'


@pytest.mark.parametrize(
    ("key", "hint", "shortcut"),
    [
        ("d", "D", "D"),
        ("shift+d", "⇧D", "Shift+D"),
        ("ctrl+enter", "Ctrl ↵", "Control+Enter"),
        ("escape", "Esc", "Escape"),
        ("?", "?", "?"),
    ],
)
def test_the_hint_comes_from_the_key_that_is_bound(key, hint, shortcut):
    assert markup.key_hint(key) == hint
    assert markup.key_shortcut(key) == shortcut


def test_a_link_to_this_page_changes_one_argument_and_keeps_the_rest(page):
    with page.test_request_context("/leads/7?sort=company&tag=a&tag=b&page=3"):
        url = markup.url_with(sort="-company", page=None)
    assert url == "/leads/7?sort=-company&tag=a&tag=b"


def test_an_undefined_name_in_a_template_is_an_error(page):
    with page.test_request_context(), pytest.raises(jinja2.UndefinedError):
        render_template_string("{{ nobody }}")


def test_our_english_is_british(page):
    with page.test_request_context():
        assert templating.page_language() == "en-GB"
        with force_locale("es"):
            assert templating.page_language() == "es"
