import pytest

from leadtracker.extensions import limiter
from leadtracker.services import sessions
from tests.support.builders import PASSWORD

NEW = "four quiet herons waiting"


@pytest.fixture(autouse=True)
def nobody_tried_before(app):
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def change(sign_in, alice):
    browser = sign_in(alice)

    def send(**fields):
        form = {"current": PASSWORD, "password": NEW, "again": NEW} | fields
        return browser.post("/account/password", data=form)

    return send


def test_the_page_names_the_account_to_password_managers(sign_in, alice):
    page = sign_in(alice).get("/account/password").text

    assert 'autocomplete="username"' in page
    assert page.count('autocomplete="new-password"') == 2


def test_it_is_changed_and_other_browsers_are_signed_out(sign_in, alice, change):
    elsewhere = sign_in(alice)

    answer = change()

    assert (answer.status_code, answer.location) == (303, "/account/password")
    assert sessions.password_matches(alice, NEW)
    assert elsewhere.get("/account").status_code == 302
    assert change().status_code == 422


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"current": "wrong"}, "That is not your password now."),
        ({"current": ""}, "Write the password you have."),
        ({"again": NEW + "!"}, "The two are not the same."),
        ({"password": "short", "again": "short"}, "At least 12 characters"),
        ({"password": "password1234", "again": "password1234"}, "Too easy to guess."),
        ({"password": "x" * 201, "again": "x" * 201}, "At most 200 characters."),
        ({"password": PASSWORD, "again": PASSWORD}, "That is the password you have."),
    ],
)
def test_a_mistake_is_told_on_its_field(alice, change, fields, said):
    answer = change(**fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert sessions.password_matches(alice, PASSWORD)


def test_no_password_is_ever_sent_back(change):
    assert NEW not in change(again="other").text


def test_a_borrowed_browser_cannot_guess_on(change):
    answers = [change(current=f"guess {n}").status_code for n in range(11)]

    assert answers == [422] * 10 + [429]
