"""Promotions: the director's order to the floor."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock
from leadtracker.domain.attempts import AttemptRules
from leadtracker.domain.queue import USUAL_NEED, QueueKind, rank_of

if TYPE_CHECKING:
    from leadtracker.models.lead_list import LeadList
    from leadtracker.models.outcome import OutcomeSet
    from leadtracker.models.product import Product
    from leadtracker.models.script import Script
    from leadtracker.models.team import Team


class PromotionState(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Promotion(db.Model):
    """Products at a price, to a list, with a script, from a start to a deadline, with a target.

    ``attempt_rules`` holds what differs from the usual ones. ``need`` is how far it is from its
    target, as a digit (``domain.need``). While its items are given a new rank, ``reranked_lead_id``
    is the lead they have got to, lead by lead; None when all have it.
    """

    __table_args__ = (
        CheckConstraint("deadline_on >= starts_on", "deadline_after_start"),
        CheckConstraint("target_orders > 0", "target_positive"),
        CheckConstraint("priority BETWEEN 1 AND 9", "priority_is_a_digit"),
        CheckConstraint("need BETWEEN 0 AND 9", "need_is_a_digit"),
        Index("ix_promotion_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    brief: Mapped[str] = mapped_column(Text, default="")
    list_id: Mapped[int] = mapped_column(ForeignKey("lead_list.id"))
    script_id: Mapped[int] = mapped_column(ForeignKey("script.id"))
    outcome_set_id: Mapped[int] = mapped_column(ForeignKey("outcome_set.id"))
    starts_on: Mapped[date]
    deadline_on: Mapped[date]
    target_orders: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    caller_id: Mapped[str] = mapped_column(String(20), default="")
    priority: Mapped[int] = mapped_column(default=5)
    need: Mapped[int] = mapped_column(default=USUAL_NEED, server_default=str(USUAL_NEED))
    reranked_lead_id: Mapped[int | None]
    attempt_rules: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    state: Mapped[PromotionState] = mapped_column(
        text_enum(PromotionState, "state"), default=PromotionState.DRAFT
    )
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    launched_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    lead_list: Mapped[LeadList] = relationship()
    script: Mapped[Script] = relationship()
    outcome_set: Mapped[OutcomeSet] = relationship()
    teams: Mapped[list[Team]] = relationship(secondary="promotion_team", order_by="Team.name")
    offers: Mapped[list[Offer]] = relationship(
        back_populates="promotion", order_by="Offer.position", cascade="all, delete-orphan"
    )

    @property
    def is_live(self) -> bool:
        return self.state is PromotionState.LIVE

    def began_on(self, zone: tzinfo) -> date:
        """The first day, by ``zone``, on which anybody was called for it."""
        launched = self.launched_at.astimezone(zone).date() if self.launched_at else self.starts_on
        return max(self.starts_on, launched)

    @property
    def rank(self) -> int:
        """The place of its items in the queue."""
        return rank_of(QueueKind.PROMOTION, self.priority, self.need)

    @property
    def rules(self) -> AttemptRules:
        """How often and when its leads are tried."""
        return AttemptRules(**self.attempt_rules)


class PromotionTeam(db.Model):
    """A team works on a promotion; a promotion without any is everybody's."""

    promotion_id: Mapped[int] = mapped_column(
        ForeignKey("promotion.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[int] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), primary_key=True
    )


class Offer(db.Model):
    """A product at the promotion's price, in minor units of the promotion's currency."""

    __table_args__ = (CheckConstraint("price_minor >= 0", "price_not_negative"),)

    promotion_id: Mapped[int] = mapped_column(
        ForeignKey("promotion.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    price_minor: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    promotion: Mapped[Promotion] = relationship(back_populates="offers")
    product: Mapped[Product] = relationship()
