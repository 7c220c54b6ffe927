"""Coming to the desk, leaving it for a while, and being noticed when one has gone."""

from datetime import datetime

import structlog
from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.presence import DESK_SILENCE, LONGEST_REST, RESTS, Presence
from leadtracker.models import PresenceSpan, User
from leadtracker.queries import presence as find
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()


def note_desk(user: User) -> None:
    """In the caller's transaction: the desk of ``user`` is open and alive, so they are there.

    Whoever is on a break stays on it until they say that they are back.
    """
    now = clock.now()
    seen = db.session.execute(
        update(PresenceSpan)
        .where(PresenceSpan.user_id == user.id, PresenceSpan.ended_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
    if seen.rowcount == 0:
        _begin(user, Presence.DESK)


def take_rest(user: User, state: Presence) -> None:
    """Leave the desk for a break, lunch or training; another rest takes the place of one.

    In the caller's transaction: what lies on the desk and what calls are owed is the queue's
    business (``services.queue.leave_desk``).
    """
    if state not in RESTS:
        raise RuleViolation(N_("Choose break, lunch or training."), field="state")
    _change(user, state)


def come_back(user: User) -> None:
    """Be at the desk again, in the caller's transaction."""
    _change(user, Presence.DESK)


def end_presence(user: User) -> None:
    """Leave the floor, in the caller's transaction: a sign-out, or the end of the day."""
    _end_open(user)
    tell(user)


def require_at_work(user: User) -> None:
    """Raise ``RuleViolation`` while ``user`` is on a break: nothing is offered, nothing dialled."""
    span = find.find_open_span(user)
    if span is not None and span.is_rest:
        raise RuleViolation(N_("You are on a break. Come back to the desk first."))


def _change(user: User, state: Presence) -> None:
    span = find.find_open_span(user)
    if span is not None and span.state is state:
        return
    _end_open(user)
    _begin(user, state)
    _activity.record("presence_changed", by=user.id, state=state)


def _end_open(user: User) -> None:
    db.session.execute(
        update(PresenceSpan)
        .where(PresenceSpan.user_id == user.id, PresenceSpan.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _begin(user: User, state: Presence) -> None:
    """Begin a span; two tabs may come to the desk at once, and one of them begins it."""
    try:
        with db.session.begin_nested():
            db.session.add(PresenceSpan(user_id=user.id, state=state))
    except IntegrityError:
        return
    tell(user)


def tell(user: User) -> None:
    """Their own desk, and whoever watches the floor, hear that something about ``user`` changed."""
    _outbox.publish(_outbox.to_user(user.id), _outbox.FLOOR_CHANGED, user=user.id)
    tell_floor(user)


def tell_floor(user: User) -> None:
    """Whoever watches the floor hears that something about ``user`` changed."""
    _outbox.publish(_outbox.EVERY_FLOOR, _outbox.FLOOR_CHANGED, user=user.id)
    if user.team_id is not None:
        _outbox.publish(_outbox.to_team(user.team_id), _outbox.FLOOR_CHANGED, user=user.id)


def _forget_the_future(now: datetime) -> None:
    """The clock has been put back: who was seen later than now was seen now."""
    later = now + DESK_SILENCE
    for column in (PresenceSpan.seen_at, PresenceSpan.started_at):
        db.session.execute(
            update(PresenceSpan)
            .where(PresenceSpan.ended_at.is_(None), column > later)
            .values({column: now})
            .execution_options(synchronize_session=False)
        )


def close_vanished() -> int:
    """End the presence of people whose desk fell silent, or who never came back from a rest.

    Returns how many. They were there until their desk was last heard of. For the scheduler.
    """
    now = clock.now()
    at_desk = PresenceSpan.state == Presence.DESK
    _forget_the_future(now)
    gone = (at_desk & (PresenceSpan.seen_at < now - DESK_SILENCE)) | (
        ~at_desk & (PresenceSpan.started_at < now - LONGEST_REST)
    )
    ended = db.session.scalars(
        update(PresenceSpan)
        .where(PresenceSpan.ended_at.is_(None), gone)
        .values(ended_at=case((at_desk, PresenceSpan.seen_at), else_=now))
        .returning(PresenceSpan.user_id)
        .execution_options(synchronize_session=False)
    ).all()
    for user in db.session.scalars(select(User).where(User.id.in_(ended))):
        tell(user)
    db.session.commit()
    if ended:
        log.info("desks_closed", count=len(ended))
    return len(ended)
