"""Throwing away what nobody needs any more. Each of these is a job of the scheduler's."""

from datetime import timedelta

import structlog
from sqlalchemy import delete

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import SignInAttempt, UserSession
from leadtracker.services import _outbox

log = structlog.get_logger()

#: Browsers that were away for longer ask for everything anyway.
KEEP_EVENTS = timedelta(hours=1)

#: "Who tried to get in?" is asked within weeks, if at all.
KEEP_SIGN_INS = timedelta(days=30)


def forget_events() -> int:
    """Delete live updates that every browser has long been told; returns how many."""
    count = _outbox.forget_before(clock.now() - KEEP_EVENTS)
    db.session.commit()
    return count


def forget_sign_ins() -> int:
    """Delete old sign-in attempts and sessions long over; returns how many rows."""
    before = clock.now() - KEEP_SIGN_INS
    over = (UserSession.expires_at < before) | (UserSession.revoked_at < before)
    count = sum(
        db.session.execute(stmt.execution_options(synchronize_session=False)).rowcount
        for stmt in (
            delete(SignInAttempt).where(SignInAttempt.at < before),
            delete(UserSession).where(over),
        )
    )
    db.session.commit()
    if count:
        log.info("sign_ins_forgotten", count=count)
    return count
