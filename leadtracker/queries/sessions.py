"""Sessions and sign-in attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager

from leadtracker.db import db
from leadtracker.models import SignInAttempt, User, UserSession


@dataclass(frozen=True)
class Failures:
    """Wrong passwords in a row: how many, and when the last one was."""

    count: int
    last_at: datetime | None


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def find_session(token_hash: str) -> UserSession | None:
    """The session with that token, with its owner, in one query."""
    return db.session.scalar(_session(), {"hash": token_hash})


@cache
def _session() -> Select:
    """Asked at every request, so built once."""
    return (
        select(UserSession)
        .join(UserSession.user)
        .where(UserSession.token_hash == bindparam("hash"))
        .options(contains_eager(UserSession.user))
    )


def open_sessions_of(user: User, *, now: datetime, idle: timedelta) -> Select:
    """The sessions that still sign ``user`` in, last used first; see ``UserSession.is_open``."""
    return (
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - idle,
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    )


def failures_in_a_row(email: str) -> Failures:
    """Wrong passwords tried for ``email`` since its last right one."""
    last_success = (
        select(func.coalesce(func.max(SignInAttempt.id), 0))
        .where(SignInAttempt.email == email, SignInAttempt.succeeded)
        .scalar_subquery()
    )
    count, last_at = db.session.execute(
        select(func.count(SignInAttempt.id), func.max(SignInAttempt.at)).where(
            SignInAttempt.email == email, SignInAttempt.id > last_success
        )
    ).one()
    return Failures(count, last_at)
