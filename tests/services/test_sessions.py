import timeit
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.presence import Presence
from leadtracker.models import Activity, SignInAttempt, UserSession
from leadtracker.queries import presence as find_presence
from leadtracker.services import presence, sessions
from tests.support.builders import PASSWORD
from tests.support.databases import dispose


@pytest.fixture
def sign_in_with(db, clock):
    """Try a password from an address that does not matter."""

    def attempt(email, password=PASSWORD):
        return sessions.sign_in(email, password, address="192.0.2.7", user_agent="Firefox/140.0")

    return attempt


def refusal_of(action) -> str:
    with pytest.raises(RuleViolation) as refused:
        action()
    return str(refused.value)


def fail(sign_in_with, email, times):
    for _ in range(times):
        refusal_of(lambda: sign_in_with(email, "wrong"))


def test_the_right_pair_begins_a_session(alice, sign_in_with):
    user = sign_in_with(alice.email)

    assert user is alice
    assert sessions.find_open_session(user.session_token).user is alice


def test_the_address_may_be_typed_in_capitals_and_with_spaces(alice, sign_in_with):
    assert sign_in_with(f"  {alice.email.upper()} ") is alice


def test_the_database_keeps_only_a_hash_of_the_token(alice, sign_in_with, db):
    token = sign_in_with(alice.email).session_token

    kept = db.session.scalar(select(UserSession.token_hash))
    assert token not in kept
    assert len(token) >= 40


def test_signing_in_is_on_record(alice, sign_in_with, db):
    sign_in_with(alice.email)

    assert db.session.scalars(select(Activity.kind)).all() == ["signed_in"]
    attempt = db.session.scalar(select(SignInAttempt))
    assert (attempt.email, attempt.address, attempt.succeeded) == (alice.email, "192.0.2.7", True)


def test_a_wrong_password_says_how_many_tries_are_left(alice, sign_in_with):
    said = [refusal_of(lambda: sign_in_with(alice.email, "wrong")) for _ in range(4)]

    assert [int(words.split("Tries left: ")[1][0]) for words in said] == [4, 3, 2, 1]
    assert "then a 5\u00a0min wait" in said[0]


def test_after_five_wrong_ones_even_the_right_one_waits_five_minutes(alice, sign_in_with, clock):
    fail(sign_in_with, alice.email, 4)
    assert "Try again in 5\u00a0min" in refusal_of(lambda: sign_in_with(alice.email, "wrong"))

    clock.shift(timedelta(minutes=4, seconds=1))
    assert "Try again in 1\u00a0min" in refusal_of(lambda: sign_in_with(alice.email))

    clock.shift(timedelta(minutes=1))
    assert sign_in_with(alice.email) is alice


def test_slow_guesses_add_up_too(alice, sign_in_with, clock):
    for _ in range(4):
        fail(sign_in_with, alice.email, 1)
        clock.shift(timedelta(minutes=10))

    assert "Try again in 5\u00a0min" in refusal_of(lambda: sign_in_with(alice.email, "wrong"))


def test_tries_during_the_wait_do_not_make_it_longer(alice, sign_in_with, clock):
    fail(sign_in_with, alice.email, 5)
    clock.shift(timedelta(minutes=2))
    fail(sign_in_with, alice.email, 10)
    clock.shift(timedelta(minutes=3, seconds=1))

    assert sign_in_with(alice.email) is alice


def test_a_wait_is_followed_by_five_new_tries(alice, sign_in_with, clock):
    fail(sign_in_with, alice.email, 5)
    clock.shift(timedelta(minutes=6))

    assert "Tries left: 4" in refusal_of(lambda: sign_in_with(alice.email, "wrong"))


def test_a_right_password_forgives_the_wrong_ones_before_it(alice, sign_in_with):
    fail(sign_in_with, alice.email, 4)
    sign_in_with(alice.email)

    assert "Tries left: 4" in refusal_of(lambda: sign_in_with(alice.email, "wrong"))


def test_one_accounts_wait_is_not_anothers(alice, bob, sign_in_with):
    fail(sign_in_with, alice.email, 5)

    assert sign_in_with(bob.email) is bob


def test_accounts_that_do_not_exist_get_the_same_answers(alice, sign_in_with):
    def answers(email):
        return [refusal_of(lambda: sign_in_with(email, "wrong")) for _ in range(6)]

    assert answers("nobody@example.com") == answers(alice.email)


def test_a_closed_account_gets_the_answer_of_one_that_does_not_exist(alice, sign_in_with, clock):
    alice.deactivated_at = sessions.clock.now()

    right = refusal_of(lambda: sign_in_with(alice.email))
    assert right == refusal_of(lambda: sign_in_with("nobody@example.com"))


def test_an_unknown_account_takes_as_long_as_a_known_one(alice):
    """The time an answer takes must not tell whether there is such an account."""

    def fastest(user):
        return min(timeit.repeat(lambda: sessions.password_matches(user, "x"), number=1, repeat=5))

    assert fastest(None) > fastest(alice) / 3


@pytest.mark.parametrize(
    ("passed", "is_open"),
    [
        (timedelta(minutes=119), True),
        (timedelta(minutes=121), False),
    ],
)
def test_an_unused_session_grows_idle(alice, sign_in_with, clock, passed, is_open):
    token = sign_in_with(alice.email).session_token

    clock.shift(passed)

    assert (sessions.find_open_session(token) is not None) is is_open


def test_a_session_ends_after_twelve_hours_however_busy(alice, sign_in_with, clock):
    token = sign_in_with(alice.email).session_token
    for _ in range(11):
        clock.shift(timedelta(hours=1))
        sessions.mark_seen(sessions.find_open_session(token).id)
    assert sessions.find_open_session(token)

    clock.shift(timedelta(hours=1))
    assert sessions.find_open_session(token) is None


def test_use_is_noted_once_a_minute_at_most(alice, sign_in_with, clock):
    session = sessions.find_open_session(sign_in_with(alice.email).session_token)
    assert not sessions.is_mark_due(session)

    clock.shift(timedelta(seconds=61))
    assert sessions.is_mark_due(session)
    sessions.mark_seen(session.id)
    assert not sessions.is_mark_due(session)


def test_signing_out_ends_this_session_and_no_other(alice, sign_in_with):
    here, there = (sign_in_with(alice.email).session_token for _ in range(2))
    alice.session_token = here

    sessions.sign_out(alice)

    assert sessions.find_open_session(here) is None
    assert sessions.find_open_session(there)


def test_a_break_goes_on_while_another_browser_is_signed_in(alice, sign_in_with):
    here, there = (sign_in_with(alice.email).session_token for _ in range(2))
    presence.take_rest(alice, Presence.BREAK)
    alice.session_token = here
    sessions.sign_out(alice)
    assert find_presence.find_open_span(alice).state is Presence.BREAK

    alice.session_token = there
    sessions.sign_out(alice)

    assert find_presence.find_open_span(alice) is None


def test_signing_out_elsewhere_leaves_this_session(alice, bob, sign_in_with):
    bobs = sign_in_with(bob.email).session_token
    here, there = (sign_in_with(alice.email).session_token for _ in range(2))
    alice.session_token = here

    assert sessions.end_other_sessions(alice) == 1

    assert sessions.find_open_session(there) is None
    assert sessions.find_open_session(here)
    assert sessions.find_open_session(bobs)


def test_a_closed_account_has_no_session(alice, sign_in_with):
    token = sign_in_with(alice.email).session_token
    alice.deactivated_at = sessions.clock.now()

    assert sessions.find_open_session(token) is None


def test_guesses_that_come_all_at_once_get_no_more_tries(fresh_database):
    app = fresh_database.make_app()

    def guess(number):
        with app.app_context(), pytest.raises(RuleViolation):
            sessions.sign_in("nobody@example.com", f"guess {number}", address="192.0.2.7")

    with ThreadPoolExecutor(12) as crowd:
        list(crowd.map(guess, range(24)))

    with app.app_context():
        tried = database.session.scalars(select(SignInAttempt)).all()
    dispose(app)
    assert len(tried) == 5
