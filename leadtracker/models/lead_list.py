"""Lists: named sets of leads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from leadtracker.db import db
from leadtracker.domain import clock


class LeadList(db.Model):
    """A named set of leads, from an import or put together by hand."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class LeadListMember(db.Model):
    """A lead stands on a list."""

    __table_args__ = (Index("ix_lead_list_member_lead_id", "lead_id"),)

    list_id: Mapped[int] = mapped_column(
        ForeignKey("lead_list.id", ondelete="CASCADE"), primary_key=True
    )
    lead_id: Mapped[int] = mapped_column(
        ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True
    )
