"""Outcome sets and what they offer."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from leadtracker.db import db
from leadtracker.models import OutcomeSet


def find_outcome_set(name: str) -> OutcomeSet | None:
    """The set of that name with its outcomes."""
    return db.session.scalar(
        select(OutcomeSet).where(OutcomeSet.name == name).options(selectinload(OutcomeSet.outcomes))
    )
