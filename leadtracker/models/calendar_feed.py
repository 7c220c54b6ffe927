"""Private calendar addresses: whoever knows one reads its owner's callbacks, and nothing else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.user import User


class CalendarDetail(StrEnum):
    """What an entry says: that there is a callback, with whom, or with whom and their number."""

    NOTHING = "nothing"
    COMPANY = "company"
    NUMBER = "number"


class CalendarFeed(db.Model):
    """A person's calendar address; of its secret only the hash is kept. One each at most."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    detail: Mapped[CalendarDetail] = mapped_column(
        text_enum(CalendarDetail, "detail"), default=CalendarDetail.COMPANY
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship()
