"""People, their sign-ins, and the sessions they may revoke."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.policies import Role
from leadtracker.domain.presence import DialMode

if TYPE_CHECKING:
    from leadtracker.models.team import Team


class User(UserMixin, db.Model):
    """A person who signs in. Never deleted, only deactivated: history keeps their name.

    ``dial_mode`` and ``breath_seconds`` say how the next lead is dialled after an outcome.
    ``languages`` are the ISO 639-1 codes of what they speak; the fair dealing of leads asks.
    """

    __table_args__ = (CheckConstraint("breath_seconds BETWEEN 0 AND 5", "breath_is_short"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    phone: Mapped[str | None] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    locale: Mapped[str] = mapped_column(String(8), default="en")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    dial_mode: Mapped[DialMode] = mapped_column(
        text_enum(DialMode, "dial_mode"), default=DialMode.PREVIEW
    )
    breath_seconds: Mapped[int] = mapped_column(default=2)
    password_hash: Mapped[str] = mapped_column(String(256))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deactivated_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(foreign_keys=[team_id])

    #: The opaque token of this request's session, set when it is loaded or begun.
    session_token = None

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    # Flask-Login's mixin compares what stands in the cookie: two people who are not signed in here
    # would be one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def get_id(self) -> str | None:
        """What Flask-Login keeps in the cookie: the session's token, never the user's id."""
        return self.session_token


class UserSession(db.Model):
    """One sign-in on one browser. The cookie holds a random token, this row only its hash."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    def is_open(self, moment: datetime, idle: timedelta) -> bool:
        """Whether it still signs its owner in: not revoked, not expired, not idle too long."""
        return (
            self.revoked_at is None
            and moment < self.expires_at
            and moment < self.last_seen_at + idle
        )


class SignInAttempt(db.Model):
    """One try at a password, kept to slow guessing down and to answer "who tried?"."""

    __table_args__ = (Index("ix_sign_in_attempt_email_at", "email", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45))
    succeeded: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=clock.now)
