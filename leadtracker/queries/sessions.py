"""Sessions and sign-in attempts."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.models import SignInAttempt, User, UserSession


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def find_session(token_hash: str) -> UserSession | None:
    return db.session.scalar(
        select(UserSession)
        .where(UserSession.token_hash == token_hash)
        .options(joinedload(UserSession.user))
    )


def count_failures_in_a_row(email: str, *, since: datetime) -> int:
    """Wrong passwords for ``email`` after ``since`` and after its last right one."""
    last_success = (
        select(func.max(SignInAttempt.at))
        .where(SignInAttempt.email == email, SignInAttempt.succeeded)
        .scalar_subquery()
    )
    return db.session.scalar(
        select(func.count(SignInAttempt.id)).where(
            SignInAttempt.email == email,
            SignInAttempt.at >= since,
            ~SignInAttempt.succeeded,
            (SignInAttempt.at > last_success) | last_success.is_(None),
        )
    )
