"""Live updates: what changed and who should know, written in the transaction that changed it."""

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from leadtracker.db import db
from leadtracker.models import Event

#: PostgreSQL listeners wait on this channel; the payload is the event's id.
CHANNEL = "leadtracker_event"

CALL_CHANGED = "call_changed"
QUEUE_CHANGED = "queue_changed"
FOLLOW_UP_DUE = "follow_up_due"
BOARD_CHANGED = "board_changed"
IMPORT_CHANGED = "import_changed"

EVERYBODY = "all"


def to_user(user_id: int) -> str:
    return f"user:{user_id}"


def to_team(team_id: int) -> str:
    return f"team:{team_id}"


def publish(topic: str, name: str, **data) -> None:
    """Tell everybody who listens to ``topic`` that ``name`` happened; ``data`` holds ids only."""
    db.session.add(Event(topic=topic, name=name, data=data))


@event.listens_for(Event, "after_insert")
def _notify(_mapper, connection, target: Event) -> None:
    """PostgreSQL delivers this at commit, to every process that listens."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": str(target.id)}
        )


def forget_before(moment, session: Session | None = None) -> int:
    """Delete events older than ``moment``: a browser that was away longer reloads instead."""
    session = session or db.session
    return session.query(Event).filter(Event.created_at < moment).delete()
