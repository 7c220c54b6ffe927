"""Follow-ups: promises with an owner and a due moment. They are closed with a reason, never
deleted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock, promises

if TYPE_CHECKING:
    from leadtracker.models.lead import Lead
    from leadtracker.models.queue_item import QueueItem
    from leadtracker.models.user import User


class FollowUpKind(StrEnum):
    """A callback is a follow-up at an exact time that the lead asked for."""

    CALLBACK = "callback"
    FOLLOW_UP = "follow_up"


_OPEN = {
    "sqlite_where": text("closed_at IS NULL"),
    "postgresql_where": text("closed_at IS NULL"),
}

_RELEASED = {
    "sqlite_where": text("block_id IS NOT NULL"),
    "postgresql_where": text("block_id IS NOT NULL"),
}


def _breaks_at(context) -> datetime:
    row = context.get_current_parameters()
    return promises.breaks_at(row["due_at"], row["time_zone"])


class FollowUp(db.Model):
    """A promise to a lead: who keeps it, when in UTC, and in which zone it was given.

    ``said`` is what was typed ("tue 3pm"). ``breaks_at`` is when it is broken without a call.
    ``noticed_at`` is when its owner was told it is due, ``offered_at`` when it was offered to the
    team because its owner was away. ``kept_at`` is the start of the first call for it, in time or
    not, and ``kept_by_id`` who made it (``domain.promises``). ``mail_claimed_at`` is since when a
    reminder is being sent, ``mailed_at`` when it was, ``mail_not_before`` when the next try may be
    after ``mail_failures``. One that was ``taken_back_at`` was a slip of the finger: it was never
    given. ``block_id`` is the do-not-call entry that released it: they asked not to be called.
    """

    __table_args__ = (
        Index("ix_follow_up_owner_open", "owner_id", "due_at", **_OPEN),
        Index("ix_follow_up_due_open", "due_at", **_OPEN),
        Index("ix_follow_up_owner_due", "owner_id", "due_at"),
        Index("ix_follow_up_promotion_due", "promotion_id", "due_at"),
        Index("ix_follow_up_lead_id", "lead_id"),
        Index("ix_follow_up_block_id", "block_id", **_RELEASED),
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
    breaks_at: Mapped[datetime] = mapped_column(default=_breaks_at)
    said: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    noticed_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    closed_reason: Mapped[str] = mapped_column(String(200), default="")
    taken_back_at: Mapped[datetime | None]
    block_id: Mapped[int | None] = mapped_column(
        ForeignKey("do_not_call_entry.id", ondelete="SET NULL", use_alter=True)
    )

    mail_claimed_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_failures: Mapped[int] = mapped_column(default=0)
    mail_not_before: Mapped[datetime | None]

    lead: Mapped[Lead] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    kept_by: Mapped[User | None] = relationship(foreign_keys=[kept_by_id])
    queue_item: Mapped[QueueItem | None] = relationship(back_populates="follow_up", uselist=False)
    moves: Mapped[list[FollowUpMove]] = relationship(
        back_populates="follow_up", order_by="FollowUpMove.id"
    )

    #: A promise stands at its present moment; those it was moved from are ``FollowUpMove``s.
    moved_at = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_released(self) -> bool:
        return self.block_id is not None

    def take_back(self, at: datetime, by_id: int) -> None:
        self.close(at=at, by_id=by_id, reason="")
        self.taken_back_at = at

    def reopen(self, *, without_call: datetime) -> None:
        """As it was before the call that started then."""
        self.open_again()
        self.forget_call(started_at=without_call)

    def open_again(self) -> None:
        self.closed_at = self.closed_by_id = self.block_id = None
        self.closed_reason = ""

    def release(self, *, at: datetime, by_id: int, reason: str, block_id: int) -> None:
        """They asked not to be called: nobody owes them a call any more."""
        self.close(at=at, by_id=by_id, reason=reason)
        self.block_id = block_id

    def note_call(self, *, started_at: datetime, by_id: int) -> None:
        """The first call for it counts; one made long before the moment was for something else."""
        if self.kept_at is None and promises.is_call_for(self.due_at, started_at):
            self.kept_at, self.kept_by_id = started_at, by_id

    def forget_call(self, *, started_at: datetime) -> None:
        """The call that started then was none after all."""
        if self.kept_at == started_at:
            self.kept_at = self.kept_by_id = None

    def move(self, due_at: datetime, *, said: str, at: datetime, by_id: int) -> None:
        """Agree another moment, and keep the former one with what became of it."""
        self.moves.append(
            FollowUpMove(
                due_at=self.due_at,
                breaks_at=self.breaks_at,
                kept_at=self.kept_at,
                kept_by_id=self.kept_by_id,
                moved_at=at,
                moved_by_id=by_id,
            )
        )
        self.due_at, self.said = due_at, said
        self.breaks_at = promises.breaks_at(due_at, self.time_zone)
        self.noticed_at = self.offered_at = self.kept_at = self.kept_by_id = None
        self.mail_claimed_at = self.mailed_at = self.mail_not_before = None
        self.mail_failures = 0

    def close(self, *, at: datetime, by_id: int, reason: str) -> None:
        self.closed_at, self.closed_by_id, self.closed_reason = at, by_id, reason


class FollowUpMove(db.Model):
    """A moment that was agreed and then moved, because they asked: by whom and when."""

    __table_args__ = (
        Index("ix_follow_up_move_follow_up_id", "follow_up_id"),
        Index("ix_follow_up_move_due_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    breaks_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    follow_up: Mapped[FollowUp] = relationship(back_populates="moves")
    kept_by: Mapped[User | None] = relationship(foreign_keys=[kept_by_id])

    #: A former moment is never closed: it was moved.
    closed_at = None
    is_released = False
