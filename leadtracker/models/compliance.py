"""Who must not be called, and what the dial gate answered each time it was asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.dial_gate import Decision

if TYPE_CHECKING:
    from leadtracker.models.user import User


class DoNotCallEntry(db.Model):
    """A number that must not be called, from the moment it is written.

    Kept by number, not by lead, so that next month's list cannot bring the number back. A lifted
    entry stays as evidence; the number's newest entry counts.
    """

    __table_args__ = (
        Index("ix_do_not_call_entry_e164", "e164"),
        Index("ix_do_not_call_entry_lead_id", "lead_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    e164: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200), default="")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id", ondelete="SET NULL"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    lifted_at: Mapped[datetime | None]
    lifted_reason: Mapped[str] = mapped_column(String(200), default="")

    added_by: Mapped[User | None] = relationship(foreign_keys=[added_by_id])

    @property
    def is_active(self) -> bool:
        return self.lifted_at is None


class DialDecision(db.Model):
    """One answer of the dial gate, with everything it was based on. Only appended."""

    __table_args__ = (Index("ix_dial_decision_lead_at", "lead_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id", ondelete="SET NULL"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    e164: Mapped[str] = mapped_column(String(20))
    decision: Mapped[Decision] = mapped_column(text_enum(Decision, "decision"))
    reasons: Mapped[list] = mapped_column(JSON, default=list)
    facts: Mapped[dict] = mapped_column(JSON, default=dict)
    next_allowed_at: Mapped[datetime | None]
    rule_version: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
