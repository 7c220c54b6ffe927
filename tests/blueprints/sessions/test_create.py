from datetime import timedelta

import pytest
from sqlalchemy import select

from leadtracker.models import SignInAttempt
from tests.support.client import Client

#: Addresses that a browser would follow out of the house, or to nowhere.
FOREIGN = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "http://evil.example",
    "https://evil.example/account",
    "http:evil.example",
    "HTTPS:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "account",
    "?next=/account",
    "/%2fevil.example",
    "/%5cevil.example",
    "/%252fevil.example",
    "%2f%2fevil.example",
    "/ /evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\x00/evil.example",
    " //evil.example",
    "/account\r\nX-Evil: yes",
    "/@evil.example/..//",
    "/no-such-page",
    "/sign-out",
    "/sign-in",
    "/healthz",
    "",
]


def test_the_right_pair_leads_to_ones_desk(alice, try_password):
    answer = try_password(alice.email)

    assert answer.status_code == 303
    assert answer.location == "/desk"


def test_the_browser_is_signed_in_from_then_on(client, alice, try_password):
    try_password(alice.email)

    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "page", ["/account", "/account/sessions", "/account?tab=1", "/users?q=%2F%2Fevil.example"]
)
def test_one_comes_back_to_the_page_one_wanted(alice, try_password, page):
    assert try_password(alice.email, next=page).location == page


@pytest.mark.parametrize("page", FOREIGN)
def test_nobody_is_sent_anywhere_else(alice, try_password, page):
    assert try_password(alice.email, next=page).location == "/desk"


def test_the_page_may_stand_in_the_address_as_well(client, alice):
    data = {"email": alice.email, "password": "every good boy deserves a fair chance"}

    assert client.post("/sign-in?next=//evil.example", data=data).location == "/desk"


def test_a_wrong_pair_is_told_beside_the_password_and_the_email_is_kept(alice, try_password):
    answer = try_password(alice.email, "wrong")

    assert answer.status_code == 422
    assert "That email and password do not match. Tries left: 4" in answer.text
    assert f'value="{alice.email}"' in answer.text
    assert "wrong" not in answer.text


def test_the_answer_does_not_tell_whether_there_is_such_an_account(alice, try_password, clock):
    known = try_password(alice.email, "wrong")
    unknown = try_password("nobody@example.com", "wrong")

    assert known.text.replace(alice.email, "") == unknown.text.replace("nobody@example.com", "")


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", "something", "Write your work email."),
        ("not an address", "something", "That is not an email address."),
        ("a" * 300 + "@example.com", "something", "That is not an email address."),
        ("ana@example.com", "", "Write your password."),
        ("ana@example.com", "x" * 201, "At most 200 characters."),
    ],
)
def test_a_form_that_cannot_be_right_is_no_try(try_password, db, email, password, said):
    answer = try_password(email, password)

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(select(SignInAttempt)).all() == []


def test_a_zero_byte_is_harmless(try_password):
    assert try_password("a\x00na@example.com", "pass\x00word").status_code == 422


def test_the_sixth_wrong_one_waits(alice, try_password):
    for _ in range(5):
        answer = try_password(alice.email, "wrong")

    assert "Try again in 5\u00a0min" in answer.text
    assert "Try again in 5\u00a0min" in try_password(alice.email).text


def test_one_address_that_guesses_for_many_accounts_is_stopped(try_password, alice):
    answers = [try_password(f"person{n}@example.com", "wrong").status_code for n in range(31)]

    assert answers == [422] * 30 + [429]
    assert try_password(alice.email).status_code == 429


def test_right_passwords_from_one_address_do_not_count(app, alice, try_password):
    answers = {try_password(alice.email, browser=Client(app)).status_code for _ in range(35)}

    assert answers == {303}


def cookie_of(answer) -> str:
    return next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("leadtracker="))


def test_the_cookie_is_kept_from_scripts_and_other_sites(alice, try_password):
    cookie = cookie_of(try_password(alice.email))

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_never_travels_without(fresh_database):
    app = fresh_database.make_app(PUBLIC_BASE_URL="https://calls.example")

    answer = app.test_client().get("/sign-in", base_url="https://calls.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-leadtracker=")
    assert "Secure" in cookie


def test_the_cookie_outlives_the_browser_only_when_asked(alice, try_password, clock):
    assert "Expires" not in cookie_of(try_password(alice.email))

    asked = cookie_of(try_password(alice.email, remember="y"))
    assert "Expires=Tue, 10 Mar 2026 22:00:00 GMT" in asked


def test_signing_in_begins_under_a_new_cookie(client, alice, try_password):
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "a token that somebody else knows"

    try_password(alice.email)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "a token that somebody else knows"


def test_signing_in_over_another_session_ends_that_one(app, sign_in, alice, bob, try_password):
    browser = sign_in(alice)
    stolen = Client(app)
    stolen.set_cookie("leadtracker", browser.get_cookie("leadtracker").value)

    try_password(bob.email, browser=browser)

    assert stolen.get("/account").status_code == 302
    assert bob.name in browser.get("/account").text


def test_the_session_ends_when_unused_and_the_page_asks_again(client, alice, try_password, clock):
    try_password(alice.email, remember="y")
    clock.shift(timedelta(minutes=119))
    assert client.get("/account").status_code == 200

    clock.shift(timedelta(minutes=121))
    assert client.get("/account").status_code == 302


def test_pages_in_use_keep_the_session_and_listening_does_not(client, alice, try_password, clock):
    try_password(alice.email, remember="y")
    for _ in range(4):
        clock.shift(timedelta(minutes=50))
        assert client.get("/account").status_code == 200

    clock.shift(timedelta(minutes=70))
    client.get("/events")
    clock.shift(timedelta(minutes=70))
    assert client.get("/account").status_code == 302


def test_each_role_begins_where_its_day_does(alice, mona, dora, ada, app, try_password):
    homes = {
        person.first_name: try_password(person.email, browser=Client(app)).location
        for person in (alice, mona, ada)
    }

    assert homes == {"Alice": "/desk", "Mona": "/floor", "Ada": "/users"}
