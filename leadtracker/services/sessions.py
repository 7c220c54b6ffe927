"""Signing in and out. Sessions live on the server, so that they can be ended from there."""

import hashlib
import secrets
from datetime import timedelta

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import update

from leadtracker.db import db, writing
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import SignInAttempt, User, UserSession
from leadtracker.queries import sessions as find
from leadtracker.services import _activity

log = structlog.get_logger()

#: OWASP's profile for argon2id: 16 ms here, where the library's own default takes six times that
#: and 64 MiB a try, which would let a few strangers fill the memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

#: Verified against when the account does not exist, so that the answer takes as long.
_NOBODY = _hasher.hash(secrets.token_hex(16))

#: A session's "last seen" is written at most this often.
_SEEN_EVERY = timedelta(minutes=1)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def _password_matches(user: User | None, password: str) -> bool:
    try:
        return _hasher.verify(user.password_hash if user else _NOBODY, password) and bool(user)
    except (VerificationError, InvalidHashError):
        return False


def sign_in(email: str, password: str, *, address: str, user_agent: str = "") -> User:
    """Begin a session and return its owner with ``session_token`` set.

    Raises ``RuleViolation`` for a wrong pair, and for too many wrong ones in a row: the account
    then waits, whoever asks, and the same sentence is told for accounts that do not exist.
    """
    email = email.strip().lower()
    _refuse_while_waiting(email)
    user = find.find_user_by_email(email)
    right = _password_matches(user, password) and user.is_active
    db.session.add(SignInAttempt(email=email, address=address, succeeded=right))
    if not right:
        db.session.commit()
        log.info("sign_in_failed", account_id=user.id if user else None)
        _refuse_while_waiting(email)
        raise RuleViolation(
            N_("That email and password do not match. Tries left before a wait: %(left)s."),
            field="password",
            left=_tries_left(email),
        )
    user.session_token = _begin_session(user, user_agent)
    _activity.record("signed_in", by=user.id)
    db.session.commit()
    log.info("signed_in", account_id=user.id)
    return user


def _begin_session(user: User, user_agent: str) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        UserSession(
            user=user,
            token_hash=_hash_token(token),
            user_agent=user_agent[:200],
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=current_app.config["SESSION_HOURS"]),
        )
    )
    return token


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _tries_left(email: str) -> int:
    config = current_app.config
    since = clock.now() - timedelta(minutes=config["SIGN_IN_WAIT_MINUTES"])
    return max(config["SIGN_IN_TRIES"] - find.count_failures_in_a_row(email, since=since), 0)


def _refuse_while_waiting(email: str) -> None:
    if _tries_left(email) == 0:
        raise RuleViolation(
            N_("Too many wrong passwords for this account. Try again in %(minutes)s minutes."),
            field="password",
            minutes=current_app.config["SIGN_IN_WAIT_MINUTES"],
        )


def find_user(token: str) -> User | None:
    """The person a cookie's token signs in, or None when its session is over."""
    session = find.find_session(_hash_token(token))
    idle = timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])
    now = clock.now()
    if session is None or not session.is_open(now, idle) or not session.user.is_active:
        return None
    session.user.session_token = token
    return session.user


def mark_seen(token: str) -> None:
    """Note that a session is in use, once a minute at most; call it when the answer is made.

    Whatever the request left uncommitted is dropped: a request that wanted it has committed it.
    """
    session = find.find_session(_hash_token(token))
    now = clock.now()
    if session is None or now - session.last_seen_at <= _SEEN_EVERY:
        return
    db.session.rollback()
    with writing():
        db.session.execute(
            update(UserSession).where(UserSession.id == session.id).values(last_seen_at=now)
        )
        db.session.commit()


def sign_out(user: User) -> None:
    """End the session this request came with."""
    session = find.find_session(_hash_token(user.session_token or ""))
    if session is not None:
        session.revoked_at = clock.now()
    _activity.record("signed_out", by=user.id)
    db.session.commit()


def end_all_sessions(user: User, *, by: User) -> int:
    """End every session of ``user``, on every browser; returns how many there were."""
    result = db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    _activity.record("sessions_ended", by=by.id, user=user.id)
    db.session.commit()
    return result.rowcount
