"""Outcome sets and what they offer."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from leadtracker.db import db
from leadtracker.models import Call, CallOutcome, Outcome, OutcomeSet, Promotion
from leadtracker.models.promotion import PromotionState


@dataclass(frozen=True)
class OutcomeSetRow:
    """A set as the list shows it; ``live`` counts the live promotions that use it."""

    outcome_set: OutcomeSet
    live: int


def find_outcome_set(name: str) -> OutcomeSet | None:
    """The set of that name with its outcomes."""
    return db.session.scalar(
        select(OutcomeSet).where(OutcomeSet.name == name).options(selectinload(OutcomeSet.outcomes))
    )


def find_standing_entry(call: Call) -> CallOutcome | None:
    """The setting of the call's outcome that stands now."""
    return db.session.scalar(
        select(CallOutcome)
        .where(
            CallOutcome.call_id == call.id,
            CallOutcome.undone_at.is_(None),
            CallOutcome.replaced_at.is_(None),
        )
        .order_by(CallOutcome.id.desc())
        .limit(1)
    )


def was_corrected(call: Call) -> bool:
    """Whether the call's outcome has been replaced before."""
    entries = select(CallOutcome.id).where(
        CallOutcome.call_id == call.id, CallOutcome.replaced_at.is_not(None)
    )
    return db.session.scalar(entries.limit(1)) is not None


def was_called_after(call: Call) -> bool:
    """Whether the lead has been called again since that call."""
    later = select(Call.id).where(
        Call.lead_id == call.lead_id, Call.started_at > call.started_at, Call.id != call.id
    )
    return db.session.scalar(later.limit(1)) is not None


def outcome_set_rows() -> list[OutcomeSetRow]:
    """Every set with its outcomes, by name."""
    live = (
        select(func.count(Promotion.id))
        .where(Promotion.outcome_set_id == OutcomeSet.id, Promotion.state == PromotionState.LIVE)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(OutcomeSet, live)
        .order_by(OutcomeSet.name)
        .options(selectinload(OutcomeSet.outcomes))
    )
    return [OutcomeSetRow(*row) for row in rows]


def live_promotions_with(outcome_set: OutcomeSet) -> list[Promotion]:
    """Live promotions whose calls end with this set, by name."""
    return list(
        db.session.scalars(
            select(Promotion)
            .where(
                Promotion.outcome_set_id == outcome_set.id,
                Promotion.state == PromotionState.LIVE,
            )
            .order_by(Promotion.name)
        )
    )


def has_calls(outcome: Outcome) -> bool:
    """Whether a call has ended with it."""
    return db.session.scalar(select(exists().where(Call.outcome_id == outcome.id)))
