"""The queue: one row is one reason to call one lead, from a moment on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor

if TYPE_CHECKING:
    from leadtracker.models.follow_up import FollowUp
    from leadtracker.models.lead import Lead
    from leadtracker.models.promotion import Promotion
    from leadtracker.models.user import User


def _where(condition: str) -> dict:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


#: What a claim is of an item that lies on nobody's desk: for it, and for statements over many.
ON_NO_DESK = {"claimed_by_id": None, "claimed_at": None, "lease_until": None, "is_next": False}

#: What an outcome changes of an item. Whose it is and in which order it comes is not its business.
_PROGRESS = ("state", "waits_for", "due_at", "not_before", "attempts", "round", "closed_at")

_ENUMS = {"state": QueueState, "waits_for": WaitsFor}


def _first_wait(context) -> WaitsFor:
    """What a new item waits for, if it has to wait: a promise its moment, an attempt the hours."""
    is_attempt = context.get_current_parameters()["kind"] == QueueKind.PROMOTION
    return WaitsFor.HOURS if is_attempt else WaitsFor.AGREED


class QueueItem(db.Model):
    """A reason to call a lead.

    ``pool`` is the heap it is claimed from (``domain.queue.pool_of``). ``due_at`` is when the call
    is owed and orders the queue; ``not_before`` is the first moment it may be offered, with calling
    hours and retry times folded in; ``waits_for`` is why it is not offered before, and means
    nothing once it is ready. ``attempts`` counts the tries of this round: a promotion may begin
    again after a rest. A claimed item
    that ``is_next`` does not lie on its desk yet: it is kept for it, so that it comes up at once.
    A lead is on one desk at a time: the database sees to it.

    ``note`` is what whoever handed it over (``handed_by``) wants its new owner to know.
    """

    __table_args__ = (
        Index("ix_queue_item_claim", "pool", "rank", "due_at", "id", **_where("state = 'ready'")),
        Index("ix_queue_item_sweep", "not_before", **_where("state = 'scheduled'")),
        Index("ix_queue_item_lease", "lease_until", **_where("state = 'claimed'")),
        Index("ix_queue_item_zone", "time_zone", "pool", **_where("state = 'ready'")),
        Index("uq_queue_item_lead_claimed", "lead_id", unique=True, **_where("state = 'claimed'")),
        Index(
            "uq_queue_item_promotion_lead",
            "promotion_id",
            "lead_id",
            unique=True,
            **_where("kind = 'promotion'"),
        ),
        Index("ix_queue_item_claimed_by", "claimed_by_id", **_where("state = 'claimed'")),
        Index("ix_queue_item_lead_id", "lead_id"),
        Index(
            "ix_queue_item_promotion_state",
            "promotion_id",
            "state",
            "closed_at",
            **_where("kind = 'promotion'"),
        ),
        Index("ix_queue_item_pool_state", "pool", "state", "not_before", "waits_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[QueueKind] = mapped_column(text_enum(QueueKind, "kind"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"))
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id", ondelete="CASCADE"))
    follow_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("follow_up.id", ondelete="CASCADE"), unique=True
    )
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    pool: Mapped[str] = mapped_column(String(40))
    state: Mapped[QueueState] = mapped_column(text_enum(QueueState, "state"))
    rank: Mapped[int]
    time_zone: Mapped[str] = mapped_column(String(64), default="")
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    waits_for: Mapped[WaitsFor] = mapped_column(
        text_enum(WaitsFor, "waits_for"), default=_first_wait, server_default="hours"
    )
    attempts: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    note: Mapped[str] = mapped_column(String(300), default="")
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    is_next: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    lead: Mapped[Lead] = relationship()
    promotion: Mapped[Promotion | None] = relationship()
    follow_up: Mapped[FollowUp | None] = relationship(back_populates="queue_item")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    claimed_by: Mapped[User | None] = relationship(foreign_keys=[claimed_by_id])
    handed_by: Mapped[User | None] = relationship(foreign_keys=[handed_by_id])

    def claim(self, *, by_id: int, at: datetime, lease_until: datetime) -> None:
        self.state = QueueState.CLAIMED
        self.claimed_by_id, self.claimed_at, self.lease_until = by_id, at, lease_until

    def remember(self) -> dict:
        """How far it has come, as JSON for :meth:`restore`."""
        now = {name: getattr(self, name) for name in _PROGRESS}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in now.items()
        }

    def is_as(self, was: dict) -> bool:
        """Whether nothing has happened to it since it was remembered so.

        That it has come due by itself is nothing.
        """
        waits = {QueueState.SCHEDULED, QueueState.READY}
        if self.state != was["state"] and not {self.state, QueueState(was["state"])} <= waits:
            return False
        now = self.remember()
        return all(now[name] == was[name] for name in _PROGRESS if name not in _ENUMS)

    def restore(self, was: dict) -> None:
        """Put it back to what :meth:`remember` gave; on nobody's desk."""
        for name in _PROGRESS:
            value = was[name]
            if name.endswith(("_at", "_before")) and value is not None:
                value = datetime.fromisoformat(value)
            setattr(self, name, _ENUMS[name](value) if name in _ENUMS else value)
        self._leave_desk()
        if self.state is QueueState.CLAIMED:
            self.state = QueueState.READY

    def _leave_desk(self) -> None:
        for name, nothing in ON_NO_DESK.items():
            setattr(self, name, nothing)

    def release(self) -> None:
        """Back to the queue as it was, for whoever comes next."""
        self.state = QueueState.READY
        self._leave_desk()

    def schedule(self, at: datetime, *, waits_for: WaitsFor) -> None:
        """Off the desk until ``at``, when it becomes ready again."""
        self.put_by(at, waits_for=waits_for)
        self.due_at = at

    def put_by(self, until: datetime, *, waits_for: WaitsFor) -> None:
        """Off the desk until ``until``, but owed since the same moment as before."""
        self.state = QueueState.SCHEDULED
        self.not_before, self.waits_for = until, waits_for
        self._leave_desk()

    def begin_again(self) -> None:
        """The next round: none of its tries has been made yet."""
        self.attempts, self.round = 0, self.round + 1

    def finish(self, at: datetime) -> None:
        self.state = QueueState.DONE
        self.closed_at = at
        self._leave_desk()

    def reopen(self) -> None:
        """Back in the queue after having been cancelled, as it was."""
        self.state, self.closed_at = QueueState.READY, None

    def cancel(self, at: datetime) -> None:
        self.finish(at)
        self.state = QueueState.CANCELLED
