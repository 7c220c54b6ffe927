"""Signing in and out. Sessions live on the server, so that they can be ended from there."""

import hashlib
import math
import secrets
from datetime import timedelta

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import ColumnElement, func, select, update

from leadtracker.db import db, reading, writing
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import SignInAttempt, User, UserSession
from leadtracker.queries import sessions as find
from leadtracker.services import _activity, presence

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


def password_matches(user: User | None, password: str) -> bool:
    """Whether that is the password of ``user``; takes as long when there is no such person."""
    try:
        return _hasher.verify(user.password_hash if user else _NOBODY, password) and bool(user)
    except (VerificationError, InvalidHashError):
        return False


def sign_in(email: str, password: str, *, address: str, user_agent: str = "") -> User:
    """Begin a session and return its owner with ``session_token`` set.

    Raises ``RuleViolation`` for a wrong pair, and for too many wrong ones in a row: the account
    then waits, whoever asks. Accounts that do not exist or are closed get the same answers, in the
    same time.
    """
    email = email.strip().lower()
    user = _find_owner(email, password)
    _take_turn(email)
    _refuse_while_waiting(email)
    db.session.add(SignInAttempt(email=email, address=address, succeeded=user is not None))
    if user is None:
        db.session.commit()
        log.info("sign_in_failed", address=address)
        _refuse_while_waiting(email)
        raise _wrong_pair(email)
    user.session_token = _begin_session(user, user_agent)
    _activity.record("signed_in", by=user.id)
    db.session.commit()
    log.info("signed_in", account_id=user.id)
    return user


def _find_owner(email: str, password: str) -> User | None:
    """Whose pair that is. Hashing takes long: no other writer waits while it is done."""
    with reading():
        user = find.find_user_by_email(email)
        right = password_matches(user, password) and user.is_active
        db.session.commit()
    return user if right else None


def _take_turn(email: str) -> None:
    """Tries for one account count one after another, however many arrive at once.

    On SQLite every writing transaction has the database to itself already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        turn = func.pg_advisory_xact_lock(func.hashtextextended(email, 0))
        db.session.execute(select(turn))


def _refuse_while_waiting(email: str) -> None:
    config, failures = current_app.config, find.failures_in_a_row(email)
    if failures.count == 0 or failures.count % config["SIGN_IN_TRIES"]:
        return
    until = failures.last_at + timedelta(minutes=config["SIGN_IN_WAIT_MINUTES"])
    if (left := until - clock.now()) > timedelta():
        raise RuleViolation(
            N_("Too many wrong passwords for this account. Try again in %(minutes)s\u00a0min."),
            field="password",
            minutes=math.ceil(left / timedelta(minutes=1)),
        )


def _wrong_pair(email: str) -> RuleViolation:
    config = current_app.config
    tried = find.failures_in_a_row(email).count % config["SIGN_IN_TRIES"]
    return RuleViolation(
        N_(
            "That email and password do not match. "
            "Tries left: %(left)s, then a %(minutes)s\u00a0min wait."
        ),
        field="password",
        left=config["SIGN_IN_TRIES"] - tried,
        minutes=config["SIGN_IN_WAIT_MINUTES"],
    )


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


def idle_limit() -> timedelta:
    """A session unused for so long is over."""
    return timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])


def find_open_session(token: str) -> UserSession | None:
    """The session a cookie's token belongs to, or None when it is over or its owner has left."""
    session = find.find_session(_hash_token(token))
    if session is None or not session.is_open(clock.now(), idle_limit()):
        return None
    if not session.user.is_active:
        return None
    session.user.session_token = token
    return session


def is_current(session: UserSession, user: User) -> bool:
    """Whether ``user`` asks from that very session."""
    return session.token_hash == _current(user)


def is_mark_due(session: UserSession) -> bool:
    """Whether it is time to note again that ``session`` is in use."""
    return clock.now() - session.last_seen_at > _SEEN_EVERY


def mark_seen(session_id: int) -> None:
    """Note that a session is in use; call it when the answer is made.

    Whatever the request left uncommitted is dropped: a request that wanted it has committed it.
    """
    db.session.rollback()
    with writing():
        db.session.execute(
            update(UserSession).where(UserSession.id == session_id).values(last_seen_at=clock.now())
        )
        db.session.commit()


def sign_out(user: User) -> None:
    """End the session this request came with; with the last one its owner leaves the floor."""
    revoke_sessions(user, UserSession.token_hash == _current(user))
    open_ones = find.open_sessions_of(user, now=clock.now(), idle=idle_limit())
    if db.session.scalar(open_ones.limit(1)) is None:
        presence.end_presence(user)
    _activity.record("signed_out", by=user.id)
    db.session.commit()
    log.info("signed_out", account_id=user.id)


def end_session(session: UserSession, *, by: User) -> None:
    """End one session, on whatever browser it is."""
    revoke_sessions(session.user, UserSession.id == session.id)
    _activity.record("sessions_ended", by=by.id, user=session.user_id, count=1)
    db.session.commit()


def end_other_sessions(user: User) -> int:
    """Sign ``user`` out everywhere but here; returns on how many browsers that was."""
    count = revoke_other_sessions(user)
    _activity.record("sessions_ended", by=user.id, user=user.id, count=count)
    db.session.commit()
    return count


def revoke_other_sessions(user: User) -> int:
    """Inside the caller's transaction: end the sessions of ``user`` but the one they ask from."""
    return revoke_sessions(user, UserSession.token_hash != _current(user))


def revoke_sessions(user: User, *which: ColumnElement[bool]) -> int:
    """Inside the caller's transaction: end the sessions of ``user`` that are ``which``."""
    result = db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None), *which)
        .values(revoked_at=clock.now())
    )
    return result.rowcount


def _current(user: User) -> str:
    return _hash_token(user.session_token or "")
