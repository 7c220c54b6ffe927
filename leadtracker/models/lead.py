"""Leads and their telephone numbers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.team import Team
    from leadtracker.models.user import User


class Stage(StrEnum):
    """How far we are with a lead; it is one record from cold prospect to old customer."""

    NEW = "new"
    WORKING = "working"
    CUSTOMER = "customer"
    CLOSED = "closed"


class Lead(db.Model):
    """A business or a person we may call. ``team_id`` NULL is the unassigned pool."""

    __table_args__ = (
        Index("ix_lead_team_id_id", "team_id", "id"),
        Index("ix_lead_owner_id", "owner_id"),
        Index("ix_lead_import_id", "import_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_role: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    region: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    time_zone: Mapped[str] = mapped_column(String(64), default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage, "stage"), default=Stage.NEW)
    source: Mapped[str] = mapped_column(String(120), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("lead_import.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    phones: Mapped[list[Phone]] = relationship(
        back_populates="lead", order_by="Phone.position", cascade="all, delete-orphan"
    )
    owner: Mapped[User | None] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def name(self) -> str:
        """What to call it on screen: the company, else the person, else the number."""
        if self.company or self.contact_name:
            return self.company or self.contact_name
        return self.phones[0].original if self.phones else ""

    @property
    def first_dialable(self) -> Phone | None:
        return next((phone for phone in self.phones if phone.e164), None)

    @property
    def first_name(self) -> str:
        return self.contact_name.split()[0] if self.contact_name.split() else ""


class Phone(db.Model):
    """A number of a lead as it was written and, when it is one, in E.164.

    One number belongs to one lead: a second row with it is a duplicate, and the import says so.
    """

    __table_args__ = (Index("ix_phone_lead_id_position", "lead_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"))
    e164: Mapped[str | None] = mapped_column(String(20), unique=True)
    extension: Mapped[str] = mapped_column(String(12), default="")
    original: Mapped[str] = mapped_column(String(80), default="")
    label: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)

    lead: Mapped[Lead] = relationship(back_populates="phones")
