"""Presence: one row is one stretch of time that somebody spent at the desk, or away from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.presence import Presence

if TYPE_CHECKING:
    from leadtracker.models.user import User


def _where(condition: str) -> dict:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class PresenceSpan(db.Model):
    """Since when, and until when, somebody was ``state``. A person has one open span at most.

    ``seen_at`` is when their desk was last heard of. Whoever vanishes was there until then.
    """

    __table_args__ = (
        Index("uq_presence_span_user_open", "user_id", unique=True, **_where("ended_at IS NULL")),
        Index("ix_presence_span_user_started", "user_id", "started_at"),
        Index("ix_presence_span_open_seen", "seen_at", **_where("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    state: Mapped[Presence] = mapped_column(text_enum(Presence, "state"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @property
    def is_rest(self) -> bool:
        """Whether nothing may be offered or dialled meanwhile."""
        return self.state is not Presence.DESK
