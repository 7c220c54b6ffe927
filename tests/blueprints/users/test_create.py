import re

import pytest
from sqlalchemy import select

from leadtracker.domain.policies import Role
from leadtracker.models import User
from tests.support.client import Client

ANA = {
    "name": "Ana Ruiz",
    "email": "Ana@Example.com ",
    "role": "coordinator",
    "team_id": "",
    "phone": "0113 496 0123",
    "time_zone": "Europe/Madrid",
    "locale": "en",
    "password": "",
}


def test_the_form_stands_ready_with_the_companys_zone(sign_in, ada):
    page = sign_in(ada).get("/users/new").text

    assert '<option selected value="Europe/London">' in page


def test_somebody_new_gets_a_made_password_that_is_shown_once(app, sign_in, ada, alice, db):
    answer = sign_in(ada).post("/users", data=ANA | {"team_id": str(alice.team_id)})

    assert answer.status_code == 200
    password = re.search(r'id="made-password">([^<]+)<', answer.text)[1]
    user = db.session.scalar(select(User).where(User.email == "ana@example.com"))
    assert (user.name, user.role, user.team_id) == ("Ana Ruiz", Role.COORDINATOR, alice.team_id)
    assert (user.phone, user.time_zone) == ("+441134960123", "Europe/Madrid")

    form = {"email": "ana@example.com", "password": password}
    assert Client(app).post("/sign-in", data=form).location == "/desk"


def test_a_chosen_password_is_not_shown(sign_in, ada):
    answer = sign_in(ada).post("/users", data=ANA | {"password": "four quiet herons waiting"})

    assert (answer.status_code, answer.location) == (303, "/users")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Write their name."),
        ({"name": "x" * 121}, "At most 120 characters."),
        ({"email": ""}, "Write their work email."),
        ({"email": "ana"}, "That is not an email address."),
        ({"phone": "12"}, "That is not a telephone number."),
        ({"role": "emperor"}, "Choose one of the list."),
        ({"team_id": "987654"}, "Choose one of the list."),
        ({"team_id": "north"}, "Choose one of the list."),
        ({"time_zone": "Mars/Base"}, "Choose one of the list."),
        ({"password": "short"}, "At least 12 characters"),
        ({"password": "AnaRuiz2026!!"}, "Too easy to guess."),
    ],
)
def test_a_mistake_is_told_on_its_field(sign_in, ada, db, fields, said):
    answer = sign_in(ada).post("/users", data=ANA | fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalar(select(User).where(User.name == "Ana Ruiz")) is None


def test_an_address_in_use_is_told_on_its_field(sign_in, ada, alice):
    answer = sign_in(ada).post("/users", data=ANA | {"email": alice.email})

    assert answer.status_code == 422
    assert "Somebody has that address already." in answer.text


@pytest.mark.parametrize("who", ["alice", "mona", "dora"])
def test_nobody_but_an_administrator_takes_people_on(request, sign_in, db, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get("/users/new").status_code == 403
    assert browser.post("/users", data=ANA).status_code == 403
    assert db.session.scalar(select(User).where(User.name == "Ana Ruiz")) is None
