"""Scripts and their versions. A version is never changed: a call keeps the one it was made with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db
from leadtracker.domain import clock


class Script(db.Model):
    """A named script; what is said stands in its versions."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    versions: Mapped[list[ScriptVersion]] = relationship(
        back_populates="script", order_by="ScriptVersion.number"
    )

    @property
    def latest(self) -> ScriptVersion | None:
        return self.versions[-1] if self.versions else None


class ScriptVersion(db.Model):
    """The steps as they stood when this version was published.

    ``steps`` is a list of ``{"name": str, "line": str, "cue": str}``; see ``domain.scripts``.
    """

    __table_args__ = (UniqueConstraint("script_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"))
    number: Mapped[int]
    steps: Mapped[list] = mapped_column(JSON, default=list)
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    script: Mapped[Script] = relationship(back_populates="versions")
