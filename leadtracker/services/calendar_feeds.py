"""Private calendar addresses: made, made anew, and switched off."""

import hashlib
import secrets

import structlog

from leadtracker.db import db
from leadtracker.models import CalendarFeed, User
from leadtracker.models.calendar_feed import CalendarDetail
from leadtracker.queries import calendar_feeds as find
from leadtracker.services import _activity

log = structlog.get_logger()


def renew_feed(user: User) -> str:
    """Give ``user`` a calendar address, instead of the one they may have; returns its secret.

    Only the secret's hash is kept: it can be shown this once.
    """
    token = secrets.token_urlsafe(32)
    feed = find.find_feed_of(user)
    if feed is None:
        feed = CalendarFeed(user_id=user.id)
        db.session.add(feed)
    feed.token_hash = hash_of(token)
    _activity.record("calendar_feed_renewed", by=user.id)
    db.session.commit()
    log.info("calendar_feed_renewed", account_id=user.id)
    return token


def choose_detail(user: User, detail: CalendarDetail) -> None:
    """Say what the entries tell; nothing to say it of without an address."""
    if feed := find.find_feed_of(user):
        feed.detail = detail
        db.session.commit()


def end_feed(user: User) -> None:
    """Switch the address off: from now on it leads nowhere."""
    if feed := find.find_feed_of(user):
        db.session.delete(feed)
        _activity.record("calendar_feed_ended", by=user.id)
        db.session.commit()
        log.info("calendar_feed_ended", account_id=user.id)


def find_feed(token: str) -> CalendarFeed | None:
    """The feed that the secret opens; none when its owner's account is closed."""
    feed = find.find_feed_by_hash(hash_of(token))
    return feed if feed is not None and feed.user.is_active else None


def hash_of(token: str) -> str:
    """A secret of 32 random bytes needs no slow hash: it cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
