"""What nobody needs any more goes; everything else stays."""

from datetime import timedelta

from leadtracker.domain import clock as time
from leadtracker.models import Event, SignInAttempt, UserSession
from leadtracker.services import _outbox, housekeeping
from tests.support.builders import session_token


def publish(db, number):
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, number=number)
    db.session.commit()


def test_events_are_kept_for_an_hour(db, clock):
    publish(db, 1)
    clock.shift(timedelta(minutes=30))
    publish(db, 2)
    clock.shift(timedelta(minutes=45))
    publish(db, 3)

    assert housekeeping.forget_events() == 1
    assert [event.data["number"] for event in db.session.query(Event).order_by(Event.id)] == [2, 3]


def test_sign_in_attempts_are_kept_for_thirty_days(db, clock):
    for days in (31, 29, 0):
        at = time.now() - timedelta(days=days)
        db.session.add(SignInAttempt(email="a@example.com", address="::1", succeeded=False, at=at))

    assert housekeeping.forget_sign_ins() == 1
    assert db.session.query(SignInAttempt).count() == 2


def test_sessions_are_kept_while_they_hold_and_thirty_days_after(db, clock, alice):
    for _ in range(3):
        session_token(alice)
    long_over, just_over, _open = db.session.query(UserSession).order_by(UserSession.id)
    long_over.revoked_at = time.now() - timedelta(days=31)
    just_over.expires_at = time.now() - timedelta(days=1)

    assert housekeeping.forget_sign_ins() == 1
    assert db.session.query(UserSession).count() == 2


def test_with_nothing_old_nothing_goes(db, clock, alice, noise):
    publish(db, 1)
    session_token(alice)

    assert housekeeping.forget_events() == 0
    assert housekeeping.forget_sign_ins() == 0
