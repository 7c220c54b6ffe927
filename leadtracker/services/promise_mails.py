"""Reminders by e-mail, ten minutes before a callback, to owners who are not there to see one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.mail import Letter, Mail, MailError
from leadtracker.models import FollowUp
from leadtracker.queries import follow_ups as find

log = structlog.get_logger()

#: Whoever began to send a letter and has not said for so long how it went, was killed.
STALE_AFTER = timedelta(minutes=5)

#: After a failure: this long until the next try, twice as long after each further one.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)


def mail_due(*, compose: Callable[[FollowUp], Letter], mail: Mail, limit: int = 50) -> int:
    """Write to the owners of callbacks that come due; returns how many were looked at.

    Each letter is claimed by compare-and-set before it is sent, and no transaction is open
    meanwhile. One whose sender was killed is sent again under the same key. For the scheduler.
    """
    if not mail.is_on:
        return 0
    now = clock.now()
    promises = db.session.scalars(find.wanting_mail(now, stale=STALE_AFTER).limit(limit)).all()
    letters = [(promise.id, compose(promise)) for promise in promises]
    db.session.rollback()
    for promise_id, letter in letters:
        if _claim(promise_id, now):
            _send(promise_id, letter, mail, claimed_at=now)
    return len(letters)


def _claim(promise_id: int, now: datetime) -> bool:
    claimed = _change(
        promise_id,
        FollowUp.mail_claimed_at.is_(None) | (FollowUp.mail_claimed_at < now - STALE_AFTER),
        mail_claimed_at=now,
    )
    return claimed == 1


def _send(promise_id: int, letter: Letter, mail: Mail, *, claimed_at: datetime) -> None:
    mine = FollowUp.mail_claimed_at == claimed_at
    try:
        mail.send(letter)
    except MailError as error:
        failures = db.session.scalar(_failures_of(promise_id)) or 0
        wait = min(FIRST_WAIT * 2 ** min(failures, 10), LONGEST_WAIT)
        _change(
            promise_id,
            mine,
            mail_claimed_at=None,
            mail_failures=failures + 1,
            mail_not_before=clock.now() + wait,
        )
        log.warning("reminder_not_mailed", follow_up_id=promise_id, error=str(error))
        return
    _change(promise_id, mine, mailed_at=clock.now())
    log.info("reminder_mailed", follow_up_id=promise_id)


def _failures_of(promise_id: int):
    return db.select(FollowUp.mail_failures).where(FollowUp.id == promise_id)


def _change(promise_id: int, condition, **values) -> int:
    """Set ``values`` if the letter is still unsent and ``condition`` holds; returns how many."""
    changed = db.session.execute(
        update(FollowUp)
        .where(FollowUp.id == promise_id, FollowUp.mailed_at.is_(None), condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return changed.rowcount
