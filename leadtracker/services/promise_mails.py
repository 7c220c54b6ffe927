"""Reminders by e-mail, ten minutes before a callback, to owners who are not there to see one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, update

from leadtracker.db import db, reading
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

    Each letter is claimed by compare-and-set when it is its turn, as the promise and its owner are
    by then, and no transaction is open while it is sent. One whose sender was killed is sent again
    under the same key. What a slow server leaves for later is next time's. For the scheduler.
    """
    if not mail.is_on:
        return 0
    began = clock.now()
    with reading():
        wanted = db.session.scalars(find.wanting_mail(began, stale=STALE_AFTER).limit(limit)).all()
        db.session.commit()
    for turn, promise_id in enumerate(wanted):
        if clock.now() - began > STALE_AFTER:
            log.warning("reminders_are_slow", left=len(wanted) - turn)
            break
        if claimed := _claim(promise_id, compose):
            _send(promise_id, mail, *claimed)
    return len(wanted)


def _claim(
    promise_id: int, compose: Callable[[FollowUp], Letter]
) -> tuple[Letter, datetime] | None:
    """The letter as it is to be sent now, and since when it is ours; None when it is not wanted
    any more, or somebody else's."""
    now = clock.now()
    if not _change(
        promise_id,
        FollowUp.closed_at.is_(None),
        FollowUp.due_at <= now + find.MAIL_BEFORE,
        FollowUp.mail_claimed_at.is_(None) | (FollowUp.mail_claimed_at < now - STALE_AFTER),
        FollowUp.id.in_(find.wanting_mail(now, stale=STALE_AFTER)),
        mail_claimed_at=now,
    ):
        db.session.commit()
        return None
    letter = compose(db.session.get(FollowUp, promise_id, populate_existing=True))
    db.session.commit()
    return letter, now


def _send(promise_id: int, mail: Mail, letter: Letter, claimed_at: datetime) -> None:
    try:
        mail.send(letter)
    except MailError as error:
        _put_off(promise_id, claimed_at, error)
        return
    mine = FollowUp.mail_claimed_at == claimed_at
    if _change(promise_id, mine, mailed_at=clock.now()):
        log.info("reminder_mailed", follow_up_id=promise_id)
    else:
        # It was moved, or the server took so long that another sender has begun.
        log.warning("reminder_overtaken", follow_up_id=promise_id)
    db.session.commit()


def _put_off(promise_id: int, claimed_at: datetime, error: MailError) -> None:
    failures = db.session.scalar(_failures_of(promise_id)) or 0
    _change(
        promise_id,
        FollowUp.mail_claimed_at == claimed_at,
        mail_claimed_at=None,
        mail_failures=failures + 1,
        mail_not_before=clock.now() + min(FIRST_WAIT * 2 ** min(failures, 10), LONGEST_WAIT),
    )
    db.session.commit()
    log.warning("reminder_not_mailed", follow_up_id=promise_id, error=str(error))


def _failures_of(promise_id: int):
    return db.select(FollowUp.mail_failures).where(FollowUp.id == promise_id)


def _change(promise_id: int, *conditions: ColumnElement[bool], **values) -> bool:
    """In a transaction: set ``values`` if the letter is unsent and all this holds; says whether."""
    changed = db.session.execute(
        update(FollowUp)
        .where(FollowUp.id == promise_id, FollowUp.mailed_at.is_(None), *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
