"""Live updates, the writing side: what changed and who should know.

``publish`` notes the event; it is written at the very end of the transaction that changed the
thing. So both happen or neither, and ids ascend in the order of commits (see :func:`_write`): a
reader who asks for everything after the last id it knows misses nothing.
"""

import json
from datetime import datetime

from sqlalchemy import delete, event, func, insert, select
from sqlalchemy.orm import Session, SessionTransaction

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.events import (
    BOARD_CHANGED,
    CALL_CHANGED,
    DESK_CHANGED,
    EVERY_FLOOR,
    EVERYBODY,
    FLOOR_CHANGED,
    FOLLOW_UP_DUE,
    IMPORT_CHANGED,
    QUEUE_CHANGED,
    to_role,
    to_team,
    to_user,
)
from leadtracker.domain.queue import owner_of_pool, team_of_pool
from leadtracker.models import Event
from leadtracker.models.event import CHANNEL

__all__ = [
    "BOARD_CHANGED",
    "CALL_CHANGED",
    "DESK_CHANGED",
    "EVERYBODY",
    "EVERY_FLOOR",
    "FLOOR_CHANGED",
    "FOLLOW_UP_DUE",
    "IMPORT_CHANGED",
    "QUEUE_CHANGED",
    "forget_before",
    "publish",
    "publish_pools",
    "to_role",
    "to_team",
    "to_user",
]

#: The key of PostgreSQL's advisory lock under which events are numbered; any constant would do.
_TURN = 0x1EAD_7E11

_PENDING = "pending events"


def publish(topic: str, name: str, **data) -> None:
    """Tell everybody who listens to ``topic`` that ``name`` happened; ``data`` holds ids only.

    The same thing said twice in one transaction is told once.
    """
    pending = db.session().info.setdefault(_PENDING, {})
    pending[topic, name, json.dumps(data, sort_keys=True)] = data


def publish_pools(pools: set[str]) -> None:
    """Whoever draws from these pools hears that their queue changed.

    A person's and a team's own are told to them, promotions' and everybody's to all.
    """
    for topic in {_topic_of(pool) for pool in pools if pool}:
        publish(topic, QUEUE_CHANGED)


def _topic_of(pool: str) -> str:
    if (owner_id := owner_of_pool(pool)) is not None:
        return to_user(owner_id)
    if (team_id := team_of_pool(pool)) is not None:
        return to_team(team_id)
    return EVERYBODY


@event.listens_for(Session, "before_commit")
def _write_pending(session: Session) -> None:
    """Write what was published, unless only a savepoint ends here."""
    if session.in_nested_transaction() or not (pending := session.info.pop(_PENDING, None)):
        return
    session.flush()
    rows = [
        {"topic": topic, "name": name, "data": data} for (topic, name, _), data in pending.items()
    ]
    _write(session, rows)


def _write(session: Session, rows: list[dict]) -> None:
    """Insert ``rows`` so that nobody ever sees an id before a lower one.

    SQLite has one writer at a time. On PostgreSQL numbers are drawn in one order and committed in
    another, so events take turns from the first number until the commit. The turn comes last in a
    transaction: whoever has it waits for nobody, so it can be part of no deadlock. Notifying
    transactions commit one at a time in PostgreSQL anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURN), func.pg_notify(CHANNEL, "")))
    now = clock.now()
    session.execute(insert(Event), [row | {"created_at": now} for row in rows])


@event.listens_for(Session, "after_transaction_end")
def _forget_pending(session: Session, transaction: SessionTransaction) -> None:
    """What was published in a transaction that ended otherwise never happened."""
    if transaction.parent is None:
        session.info.pop(_PENDING, None)


def forget_before(moment: datetime) -> int:
    """Delete events older than ``moment`` but the newest, which keeps the count; returns how many.

    A browser that was away for longer is told to ask for everything anew.
    """
    newest = select(func.max(Event.id)).scalar_subquery()
    result = db.session.execute(
        delete(Event)
        .where(Event.created_at < moment, Event.id < newest)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount
