"""Teams: who works together, and who leads them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.distribution import Rule


class Team(db.Model):
    """People who share leads. A team lead may lead several.

    ``distribution`` says how promotion leads come to its people (``domain.distribution``).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", use_alter=True, ondelete="SET NULL")
    )
    distribution: Mapped[Rule] = mapped_column(
        text_enum(Rule, "distribution"), default=Rule.SHARED, server_default=Rule.SHARED.value
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
