"""Outcomes: what came of a call, and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db, text_enum

#: The keys of the desk.
KEYS = range(1, 10)


class OutcomeCategory(StrEnum):
    NOT_REACHED = "not_reached"
    REACHED = "reached"
    SUCCESS = "success"
    STOP = "stop"


class Consequence(StrEnum):
    """What an outcome does to the queue item it settles."""

    RETRY = "retry"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    DO_NOT_CALL = "do_not_call"
    ORDER = "order"


#: What may follow from an outcome of each category: nobody who was not reached has agreed to
#: anything, and nobody who is to be left alone is tried again.
CONSEQUENCES = {
    OutcomeCategory.NOT_REACHED: (Consequence.RETRY, Consequence.CLOSE),
    OutcomeCategory.REACHED: (Consequence.FOLLOW_UP, Consequence.CLOSE, Consequence.RETRY),
    OutcomeCategory.SUCCESS: (Consequence.ORDER, Consequence.FOLLOW_UP, Consequence.CLOSE),
    OutcomeCategory.STOP: (Consequence.CLOSE, Consequence.DO_NOT_CALL),
}

#: Consequences that leave the lead alone for a while.
RESTING = (Consequence.RETRY, Consequence.CLOSE)


#: No outcome has anybody wait longer, be it for a next try or for their rest.
LONGEST_REST = timedelta(days=365)


class OutcomeSet(db.Model):
    """The outcomes offered together at the desk."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)

    outcomes: Mapped[list[Outcome]] = relationship(
        back_populates="outcome_set", order_by="Outcome.key"
    )

    @property
    def offered(self) -> list[Outcome]:
        """Those still offered, in the order of their keys."""
        return [outcome for outcome in self.outcomes if outcome.retired_at is None]

    @property
    def retired(self) -> list[Outcome]:
        """Those that live on in history only, the latest retired first."""
        gone = [outcome for outcome in self.outcomes if outcome.retired_at is not None]
        return sorted(gone, key=lambda outcome: outcome.retired_at, reverse=True)

    @property
    def lacks(self) -> OutcomeCategory | None:
        """What a promotion cannot do without and this set does not offer."""
        offered = {outcome.category for outcome in self.offered}
        needed = (OutcomeCategory.NOT_REACHED, OutcomeCategory.STOP)
        return next((category for category in needed if category not in offered), None)

    @property
    def free_keys(self) -> list[int]:
        """Keys that no offered outcome has."""
        taken = {outcome.key for outcome in self.offered}
        return [key for key in KEYS if key not in taken]

    @property
    def retried(self) -> list[Outcome]:
        """Those after which a lead is tried again."""
        return [each for each in self.offered if each.consequence is Consequence.RETRY]


class Outcome(db.Model):
    """One key at the desk. Retired ones live on in history.

    ``retry_after_seconds`` is the wait for the next try, and after a close the rest from every
    promotion.
    ``least_talk_seconds`` and ``most_talk_seconds`` say how long a call that ended so was talked
    for, as a rule; None where nothing is expected. They never forbid anything.
    """

    __table_args__ = (
        UniqueConstraint("set_id", "code"),
        CheckConstraint("key BETWEEN 1 AND 9", "key_is_a_digit"),
        CheckConstraint("least_talk_seconds <= most_talk_seconds", "least_before_most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("outcome_set.id", ondelete="CASCADE"))
    key: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(60))
    category: Mapped[OutcomeCategory] = mapped_column(text_enum(OutcomeCategory, "category"))
    consequence: Mapped[Consequence] = mapped_column(text_enum(Consequence, "consequence"))
    retry_after_seconds: Mapped[int | None]
    least_talk_seconds: Mapped[int | None]
    most_talk_seconds: Mapped[int | None]
    retired_at: Mapped[datetime | None]

    outcome_set: Mapped[OutcomeSet] = relationship(back_populates="outcomes")

    @property
    def rest(self) -> timedelta:
        """How long every promotion leaves a lead in peace that it closes."""
        closes = self.consequence is Consequence.CLOSE
        return timedelta(seconds=self.retry_after_seconds or 0) if closes else timedelta()
