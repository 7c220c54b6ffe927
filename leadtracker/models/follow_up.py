"""Follow-ups: promises with an owner and a due moment. They are closed with a reason, never
deleted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.lead import Lead
    from leadtracker.models.queue_item import QueueItem
    from leadtracker.models.user import User


class FollowUpKind(StrEnum):
    """A callback is a follow-up at an exact time that the lead asked for."""

    CALLBACK = "callback"
    FOLLOW_UP = "follow_up"


class FollowUp(db.Model):
    """A promise to a lead: who keeps it, when in UTC, and in which zone it was given.

    ``said`` is what was typed ("tue 3pm"). ``noticed_at`` is when its owner was told it is due.
    ``kept_at`` is the start of the call that kept it. One that was ``taken_back_at`` was a slip of
    the finger: it was never given.
    """

    __table_args__ = (
        Index(
            "ix_follow_up_owner_open",
            "owner_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_follow_up_lead_id", "lead_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FollowUpKind] = mapped_column(text_enum(FollowUpKind, "kind"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    promotion_id: Mapped[int | None] = mapped_column(
        ForeignKey("promotion.id", ondelete="SET NULL")
    )
    call_id: Mapped[int | None] = mapped_column(
        ForeignKey("call.id", ondelete="SET NULL", use_alter=True)
    )
    due_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(64))
    said: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    noticed_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    closed_reason: Mapped[str] = mapped_column(String(200), default="")
    taken_back_at: Mapped[datetime | None]

    lead: Mapped[Lead] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    queue_item: Mapped[QueueItem | None] = relationship(back_populates="follow_up", uselist=False)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def take_back(self, at: datetime, by_id: int) -> None:
        self.close(at=at, by_id=by_id, reason="")
        self.taken_back_at = at

    def reopen(self) -> None:
        self.closed_at = self.closed_by_id = self.kept_at = None
        self.closed_reason = ""

    def close(self, *, at: datetime, by_id: int, reason: str) -> None:
        self.closed_at, self.closed_by_id, self.closed_reason = at, by_id, reason
