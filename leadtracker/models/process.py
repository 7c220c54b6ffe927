"""Which process leads the scheduler, when it last ticked, and which of its jobs fail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from leadtracker.db import db
from leadtracker.domain import clock

#: There is one scheduler, so there is one lease.
LEASE = "scheduler"


class SchedulerLease(db.Model):
    """The lock that elects one scheduler: whoever holds it renews it, or loses it."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    acquired_at: Mapped[datetime]
    ticked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]


class JobFailure(db.Model):
    """A job of the scheduler's that fails at present; it succeeds again, and the row is gone."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    failed_at: Mapped[datetime] = mapped_column(default=clock.now)
    error: Mapped[str] = mapped_column(Text, default="")
