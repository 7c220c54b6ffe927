"""Which process leads the scheduler, and when it last ticked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from leadtracker.db import db


class SchedulerLease(db.Model):
    """The lock that elects one scheduler: whoever holds it renews it, or loses it."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    acquired_at: Mapped[datetime]
    ticked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
