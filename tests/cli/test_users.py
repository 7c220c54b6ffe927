import re

import pytest
from sqlalchemy import select

from leadtracker.domain.policies import Role
from leadtracker.models import User
from leadtracker.services import sessions
from tests.support.builders import PASSWORD

GRACE = ["--email", "Grace@Example.com", "--name", "Grace Lindley"]
GOOD = "four quiet herons waiting"


@pytest.fixture
def flask(app, db):
    """``flask users …``, with what is typed at its prompts."""

    def run(*arguments, typed=""):
        db.session.commit()
        return app.test_cli_runner().invoke(args=["users", *arguments], input=typed)

    return run


def user_of(db, email) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def test_the_first_administrator_is_made_with_a_typed_password(flask, db):
    result = flask("create-admin", *GRACE, typed=f"{GOOD}\n{GOOD}\n")

    assert result.exit_code == 0
    assert "grace@example.com can sign in at http://localhost/sign-in" in result.output
    assert GOOD not in result.output
    user = user_of(db, "grace@example.com")
    assert (user.name, user.role) == ("Grace Lindley", Role.ADMINISTRATOR)
    assert sessions.password_matches(user, GOOD)


def test_a_made_password_is_printed_once(flask, db):
    result = flask("create", *GRACE, "--role", "team_lead", "--generate")

    password = re.search(r"shown this once: (\S+)", result.output)[1]
    user = user_of(db, "grace@example.com")
    assert user.role is Role.TEAM_LEAD
    assert sessions.password_matches(user, password)


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (GRACE, "password1234\npassword1234\n", "Too easy to guess"),
        (["--email", "grace", "--name", "Grace"], "", "not an email address"),
        (["--name", "Grace"], "", "Missing option '--email'"),
    ],
)
def test_what_is_wrong_is_one_sentence(flask, db, arguments, typed, said):
    result = flask("create-admin", *arguments, typed=typed)

    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output
    assert user_of(db, "grace@example.com") is None


def test_an_address_in_use_is_refused(flask, alice):
    result = flask("create", "--email", alice.email, "--name", "Other", "--generate")

    assert result.exit_code == 1
    assert "Somebody has that address already." in result.output
    assert "shown this once" not in result.output


def test_a_lost_password_is_replaced(flask, alice):
    result = flask("reset-password", "--email", alice.email, "--generate")

    password = re.search(r"shown this once: (\S+)", result.output)[1]
    assert sessions.password_matches(alice, password)
    assert not sessions.password_matches(alice, PASSWORD)


def test_nobody_can_be_given_a_password_who_does_not_exist(flask, db):
    result = flask("reset-password", "--email", "nobody@example.com", "--generate")

    assert result.exit_code == 1
    assert "Nobody signs in with nobody@example.com." in result.output
