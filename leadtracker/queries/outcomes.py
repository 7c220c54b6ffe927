"""Outcome sets and what they offer."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from leadtracker.db import db
from leadtracker.models import Call, CallOutcome, OutcomeSet


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


def was_called_after(call: Call) -> bool:
    """Whether the lead has been called again since that call."""
    later = select(Call.id).where(
        Call.lead_id == call.lead_id, Call.started_at > call.started_at, Call.id != call.id
    )
    return db.session.scalar(later.limit(1)) is not None
