"""What every answer carries, what errors look like, and that one person never gets another's."""

import io
import re

import pytest

from leadtracker.blueprints.loaders import HIGHEST_ID
from leadtracker.db import db
from leadtracker.domain.errors import N_, NotFound, RuleViolation
from tests.support.builders import make_lead, make_user, session_token
from tests.support.databases import dispose


def policy_of(answer) -> dict[str, list[str]]:
    directives = answer.headers["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for words in (part.split() for part in directives)}


def pages(app):
    """Every page that needs no row of its own."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and rule.endpoint != "events.index"
    ]


def test_every_answer_forbids_what_we_never_use(app, sign_in, ada, client, telephony):
    browser = sign_in(ada)
    answers = [browser.get(page, buffered=True) for page in pages(app)]
    answers += [client.get(page) for page in ("/sign-in", "/account", "/nothing", "/healthz")]
    answers += [browser.post("/users", data={}), client.post("/sign-in", data={})]
    answers += [client.get("/static/nothing.js"), browser.get("/account", htmx=True)]

    for answer in answers:
        policy = policy_of(answer)
        assert policy["default-src"] == ["'none'"], answer.request.path
        assert policy["script-src"] == ["'self'"]
        assert policy["style-src"] == ["'self'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert policy["base-uri"] == ["'none'"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_page_breaks_the_policy_it_comes_with(app, sign_in, ada, client, telephony):
    browser = sign_in(ada)
    answers = [browser.get(page, buffered=True) for page in pages(app)]
    for page in [*answers, client.get("/sign-in")]:
        if page.mimetype == "text/html":
            assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page.text), page.request.path
            assert not re.search(r"<script(?![^>]*\ssrc=)", page.text), page.request.path
            assert "<style" not in page.text, page.request.path


def test_pages_are_kept_in_no_cache_and_built_files_are(app, sign_in, ada, client):
    assert sign_in(ada).get("/account").headers["Cache-Control"] == "no-store"
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    page = client.get("/sign-in").text
    style = re.search(r'rel="stylesheet" href="([^"]+)"', page)[1]
    assert "immutable" in client.get(style, buffered=True).headers["Cache-Control"]


def test_a_browser_that_came_by_https_stays_on_it(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    secure = client.get("/sign-in", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


# --- errors --------------------------------------------------------------------------------------


def test_an_address_that_leads_nowhere_says_so_in_words(client):
    answer = client.get("/nothing-here")

    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert "Go to the start" in answer.text


@pytest.mark.parametrize("row", [HIGHEST_ID, HIGHEST_ID + 1, 2**63, 10**30])
def test_a_number_no_row_can_have_leads_nowhere_too(sign_in, ada, row):
    assert sign_in(ada).get(f"/users/{row}").status_code == 404


def test_a_page_that_is_not_yours_says_whom_to_ask(sign_in, alice):
    answer = sign_in(alice).get("/users")

    assert answer.status_code == 403
    assert "Ask a team lead or an administrator" in answer.text


def test_what_cannot_be_done_says_what_can(client):
    answer = client.delete("/sign-in")

    assert answer.status_code == 405
    assert "That cannot be done here" in answer.text
    assert "GET" in answer.headers["Allow"]


def test_a_form_that_is_too_large_is_refused_in_words(app, sign_in, alice):
    browser = sign_in(alice)
    limit = app.config["MAX_CONTENT_LENGTH"]
    app.config["MAX_CONTENT_LENGTH"] = 1000
    try:
        answer = browser.post("/account", data={"file": (io.BytesIO(b"x" * 2000), "leads.csv")})
    finally:
        app.config["MAX_CONTENT_LENGTH"] = limit

    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_htmx_gets_the_sentence_alone(sign_in, alice):
    answer = sign_in(alice).get("/users", htmx=True)

    assert answer.status_code == 403
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Not yours to open. ")


@pytest.fixture
def failing(fresh_database):
    """An application with a few addresses at which something goes wrong."""
    app = fresh_database.make_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    errors = {
        "/break": ZeroDivisionError("secret of the house"),
        "/rule": RuleViolation(N_("Wait %(count)s minutes."), count=3),
        "/percent": RuleViolation(N_("100 % is the most.")),
        "/gone": NotFound("No such lead."),
    }

    def fail(error):
        raise error

    for address, error in errors.items():
        app.add_url_rule(address, address, lambda error=error: fail(error))
    with app.app_context():
        token = session_token(make_user())
        db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    yield browser
    dispose(app)


def test_what_goes_wrong_says_what_is_safe_and_tells_no_secret(failing):
    answer = failing.get("/break")

    assert answer.status_code == 500
    assert "What was saved before is safe." in answer.text
    assert "secret" not in answer.text
    assert policy_of(answer)["default-src"] == ["'none'"]


def test_a_broken_rule_is_told_in_its_own_words(failing):
    assert "Wait 3 minutes." in failing.get("/rule").text
    assert failing.get("/rule").status_code == 409
    assert "100 % is the most." in failing.get("/percent").text


def test_a_row_that_is_not_there_is_not_found(failing):
    assert failing.get("/gone").status_code == 404


# --- forgery -------------------------------------------------------------------------------------


@pytest.fixture
def forgery_protection(app):
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def token_on(page) -> str:
    return re.search(r'name="csrf-token" content="([^"]+)"', page.text)[1]


def test_the_pages_token_is_enough_in_a_form_or_a_header(sign_in, alice, forgery_protection):
    browser = sign_in(alice)
    token = token_on(browser.get("/account"))

    by_header = browser.post("/account/sessions/end", headers={"X-CSRFToken": token})
    by_form = browser.post("/account/sessions/end", data={"csrf_token": token})

    assert (by_header.status_code, by_form.status_code) == (303, 303)


def test_anothers_token_is_not(sign_in, alice, bob, forgery_protection):
    token = token_on(sign_in(bob).get("/account"))
    browser = sign_in(alice)
    browser.get("/account")

    assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_a_page_out_of_date_says_so(client, forgery_protection):
    answer = client.post("/sign-in", data={"email": "a@example.com", "password": "x"})

    assert answer.status_code == 400
    assert "This page is out of date" in answer.text


def test_a_script_whose_session_is_over_is_told_to_sign_in(client, forgery_protection):
    """Not that its token is wrong: the page then leads to the sign-in and keeps the note."""
    assert client.post("/account", htmx=True).status_code == 401
    assert client.post("/account").status_code == 400


# --- two people ----------------------------------------------------------------------------------


def test_two_people_in_turn_each_get_their_own(sign_in, alice, bob, ada):
    browsers = {user: sign_in(user) for user in (alice, bob, ada)}

    for _ in range(2):
        for user, browser in browsers.items():
            assert f"signed in as {user.email}" in browser.get("/account").text


def test_a_strangers_lead_does_not_exist(sign_in, alice, charlie, dora):
    lead = make_lead("Cedar Tyres", owner=charlie)
    pool = make_lead("Nobody’s Wheels")

    assert sign_in(alice).get(f"/leads/{lead.id}").status_code == 404
    assert sign_in(alice).get(f"/leads/{pool.id}").status_code == 200
    assert sign_in(charlie).get(f"/leads/{lead.id}").status_code == 200
    assert sign_in(dora).get(f"/leads/{lead.id}").status_code == 200
