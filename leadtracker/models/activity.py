"""The timeline of a lead and the audit trail: what happened, who did it, when. Only appended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.call import Call
    from leadtracker.models.user import User


class Activity(db.Model):
    """One event in the past tense (``call_answered``). ``data`` holds what its sentence needs."""

    __table_args__ = (
        Index("ix_activity_lead_at", "lead_id", "at"),
        Index("ix_activity_kind_at", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    data: Mapped[dict] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User | None] = relationship()
    call: Mapped[Call | None] = relationship()
