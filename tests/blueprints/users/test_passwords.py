import re

from leadtracker.services import sessions
from tests.support.builders import PASSWORD


def test_a_new_password_is_made_and_the_old_one_is_gone(sign_in, ada, alice):
    at_alice = sign_in(alice)

    answer = sign_in(ada).post(f"/users/{alice.id}/password", data={"password": ""})

    made = re.search(r'id="made-password">([^<]+)<', answer.text)[1]
    assert sessions.password_matches(alice, made)
    assert not sessions.password_matches(alice, PASSWORD)
    assert at_alice.get("/account").status_code == 302


def test_a_chosen_one_is_set(sign_in, ada, alice):
    chosen = {"password": "four quiet herons waiting"}

    assert sign_in(ada).post(f"/users/{alice.id}/password", data=chosen).status_code == 303
    assert sessions.password_matches(alice, "four quiet herons waiting")


def test_a_silly_one_is_told_on_its_field(sign_in, ada, alice):
    answer = sign_in(ada).post(f"/users/{alice.id}/password", data={"password": "password1234"})

    assert answer.status_code == 422
    assert "Too easy to guess." in answer.text
    assert sessions.password_matches(alice, PASSWORD)


def test_nobody_else_may(sign_in, mona, alice):
    answer = sign_in(mona).post(f"/users/{alice.id}/password", data={"password": ""})

    assert answer.status_code == 403
    assert sessions.password_matches(alice, PASSWORD)
