"""The outbox of live updates: written in the same transaction as what it tells about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from leadtracker.db import db
from leadtracker.domain import clock

#: PostgreSQL wakes whoever listens on this channel when events were committed.
CHANNEL = "leadtracker_event"


class Event(db.Model):
    """Something changed for whoever listens to ``topic``: ids only, the page asks for the rest.

    Topics: ``user:7``, ``team:3``, ``role:director``, ``all``. Ids ascend in the order of commits;
    ``services/_outbox.py``, the only writer, sees to it.
    """

    __table_args__ = (Index("ix_event_created_at", "created_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
