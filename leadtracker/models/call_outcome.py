"""Outcomes as they were set: who said what came of a call, and what the world was before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.call import Call
    from leadtracker.models.compliance import DoNotCallEntry
    from leadtracker.models.follow_up import FollowUp
    from leadtracker.models.outcome import Outcome


class CallOutcome(db.Model):
    """One setting of a call's outcome. It is taken back or replaced, never removed.

    ``before`` is what taking it back restores: the lead's stage and open queue items, and the
    promise that the call kept; ``after`` is what it left behind, and only what is still so is put
    back. ``follow_up`` and ``do_not_call_entry`` are what it made.
    """

    __table_args__ = (Index("ix_call_outcome_call_id", "call_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(String(80), default="")
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    before: Mapped[dict] = mapped_column(JSON, default=dict)
    after: Mapped[dict] = mapped_column(JSON, default=dict)
    follow_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("follow_up.id", ondelete="SET NULL")
    )
    do_not_call_entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("do_not_call_entry.id", ondelete="SET NULL")
    )
    undone_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    outcome: Mapped[Outcome] = relationship()
    follow_up: Mapped[FollowUp | None] = relationship()
    do_not_call_entry: Mapped[DoNotCallEntry | None] = relationship()
