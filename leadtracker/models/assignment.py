"""Work that somebody gave to somebody else: where it lay, where it went, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.queue_item import QueueItem


class Assignment(db.Model):
    """One queue item that went from one pool to another at somebody's wish.

    ``batch`` is shared by what was moved in one step and can be taken back in one. ``from_…`` is
    how the item was before; an empty ``from_pool`` means that it was made in this step, and
    ``replaced_id`` names the item that it took the place of. ``to_not_before`` is set when the step
    also put it on top, to be called from then on.
    """

    __table_args__ = (
        Index("ix_assignment_batch", "batch"),
        Index("ix_assignment_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(36))
    item_id: Mapped[int] = mapped_column(ForeignKey("queue_item.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    from_owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    from_team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    from_pool: Mapped[str] = mapped_column(String(40))
    from_rank: Mapped[int]
    from_not_before: Mapped[datetime]
    from_waits_for: Mapped[str] = mapped_column(String(32))
    from_note: Mapped[str] = mapped_column(String(300), default="")
    from_handed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL")
    )
    replaced_id: Mapped[int | None] = mapped_column(
        ForeignKey("queue_item.id", ondelete="SET NULL")
    )
    to_pool: Mapped[str] = mapped_column(String(40))
    to_not_before: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    item: Mapped[QueueItem] = relationship(foreign_keys=[item_id])
    replaced: Mapped[QueueItem | None] = relationship(foreign_keys=[replaced_id])
