"""Calls, their legs, and every event the telephone provider sent about them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.calls import (
    CallFacts,
    CallState,
    EndReason,
    LegFacts,
    LegRole,
    LegStatus,
    WhoEnded,
)

if TYPE_CHECKING:
    from leadtracker.models.lead import Lead
    from leadtracker.models.outcome import Outcome
    from leadtracker.models.promotion import Promotion
    from leadtracker.models.queue_item import QueueItem
    from leadtracker.models.user import User


def _where(condition: str) -> dict:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Call(db.Model):
    """One attempt to talk to a lead, from the key that asked for it to the outcome that settles it.

    ``request_id`` is made by the page for each press, so that pressing twice dials once.
    ``wrapped_up_at`` is when the call stopped being owed anything: an outcome was set, or nobody
    was ever rung. Until then it blocks its coordinator's next dial. ``waived_at`` is when somebody
    decided that no outcome is owed: a team lead, or whoever took the dial back. ``draft`` is what
    has been written of the wrap-up so far: note, outcome and follow_up.
    """

    __table_args__ = (
        Index("ix_call_user_open", "user_id", **_where("wrapped_up_at IS NULL")),
        Index("ix_call_lead_started", "lead_id", "started_at"),
        Index("ix_call_promotion_started", "promotion_id", "started_at"),
        Index("ix_call_user_started", "user_id", "started_at"),
        Index("ix_call_not_ended", "started_at", **_where("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    phone_e164: Mapped[str] = mapped_column(String(20))
    caller_id: Mapped[str] = mapped_column(String(20), default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    queue_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("queue_item.id", ondelete="SET NULL")
    )
    promotion_id: Mapped[int | None] = mapped_column(
        ForeignKey("promotion.id", ondelete="SET NULL")
    )
    script_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("script_version.id", ondelete="SET NULL")
    )
    state: Mapped[CallState] = mapped_column(text_enum(CallState, "state"))
    end_reason: Mapped[EndReason | None] = mapped_column(text_enum(EndReason, "end_reason"))
    who_ended: Mapped[WhoEnded | None] = mapped_column(text_enum(WhoEnded, "who_ended"))
    blocked: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    on_hold: Mapped[bool] = mapped_column(default=False)
    hung_up: Mapped[bool] = mapped_column(default=False)
    machine: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    connected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    talk_seconds: Mapped[int] = mapped_column(default=0)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    outcome_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    wrapped_up_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    waived_reason: Mapped[str] = mapped_column(String(200), default="")
    draft: Mapped[dict] = mapped_column(JSON, default=dict)

    lead: Mapped[Lead] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    outcome: Mapped[Outcome | None] = relationship()
    promotion: Mapped[Promotion | None] = relationship()
    queue_item: Mapped[QueueItem | None] = relationship()
    legs: Mapped[list[CallLeg]] = relationship(back_populates="call", order_by="CallLeg.id")

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None

    @property
    def owes_outcome(self) -> bool:
        """Ended, somebody was rung, and nobody has said what came of it."""
        return self.has_ended and self.wrapped_up_at is None

    @property
    def is_only_asked_for(self) -> bool:
        """The provider was asked for the coordinator's line and has not said that there is one."""
        agent = self.leg(LegRole.AGENT)
        return agent is None or (agent.provider_id is None and agent.status is LegStatus.CREATING)

    @property
    def facts(self) -> CallFacts:
        """What ``domain.calls.standing_of`` asks of the call itself."""
        return CallFacts(
            blocked=self.blocked, dropped=self.dropped, on_hold=self.on_hold, hung_up=self.hung_up
        )

    def waive(self, *, at: datetime, by_id: int, reason: str) -> None:
        """No outcome is owed, whatever is heard of the call later."""
        self.wrapped_up_at = self.waived_at = at
        self.waived_by_id, self.waived_reason = by_id, reason[:200]

    def leg(self, role: LegRole) -> CallLeg | None:
        return next((leg for leg in self.legs if leg.role is role), None)


#: A line that may still ring or talk, for the poller's index.
_OPEN_LEG = "status NOT IN ('completed', 'busy', 'no_answer', 'failed', 'canceled')"


class CallLeg(db.Model):
    """One line of a call: the coordinator's or the lead's. One of each at most."""

    __table_args__ = (
        UniqueConstraint("call_id", "role"),
        Index("ix_call_leg_open", "call_id", **_where(_OPEN_LEG)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    role: Mapped[LegRole] = mapped_column(text_enum(LegRole, "role"))
    to_e164: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    status: Mapped[LegStatus] = mapped_column(
        text_enum(LegStatus, "status"), default=LegStatus.CREATING
    )
    error_code: Mapped[str] = mapped_column(String(20), default="")
    answered: Mapped[bool] = mapped_column(default=False)
    joined: Mapped[bool] = mapped_column(default=False)
    left: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    heard_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    duration_seconds: Mapped[int | None]

    call: Mapped[Call] = relationship(back_populates="legs")

    @property
    def facts(self) -> LegFacts:
        return LegFacts(
            status=self.status,
            answered=self.answered,
            joined=self.joined,
            left=self.left,
            refused=self.refused,
        )

    def learn(self, facts: LegFacts, *, at: datetime) -> None:
        """Keep what is known now; moments are those of first hearing."""
        if facts.answered and self.answered_at is None:
            self.answered_at = at
        if facts.is_gone and self.ended_at is None:
            self.ended_at = at
        self.status, self.answered = facts.status, facts.answered
        self.joined, self.left, self.refused = facts.joined, facts.left, facts.refused
        self.heard_at = at


class ProviderEvent(db.Model):
    """A message of the provider, kept once under its own key whatever its order or number."""

    __table_args__ = (Index("ix_provider_event_call_id", "call_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict] = mapped_column(JSON, default=dict)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
