"""What a page of leads shows beside each: the last outcome and the next step, a query each."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from leadtracker.db import db
from leadtracker.domain.queue import OPEN_STATES, QueueKind
from leadtracker.models import Call, FollowUp, Lead, Outcome, Promotion, QueueItem


def last_outcomes(leads: Sequence[Lead]) -> dict[int, tuple[Call, Outcome]]:
    """By lead, its latest call that has an outcome."""
    latest = (
        select(Call.lead_id, func.max(Call.id).label("call_id"))
        .where(Call.lead_id.in_([lead.id for lead in leads]), Call.outcome_id.is_not(None))
        .group_by(Call.lead_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Call, Outcome)
        .join(latest, latest.c.call_id == Call.id)
        .join(Outcome, Outcome.id == Call.outcome_id)
    )
    return {call.lead_id: (call, outcome) for call, outcome in rows}


def next_promises(leads: Sequence[Lead]) -> dict[int, FollowUp]:
    """By lead, the open promise that is due first."""
    soonest = (
        select(FollowUp.lead_id, func.min(FollowUp.due_at).label("due_at"))
        .where(FollowUp.lead_id.in_([lead.id for lead in leads]), FollowUp.closed_at.is_(None))
        .group_by(FollowUp.lead_id)
        .subquery()
    )
    promises = db.session.scalars(
        select(FollowUp)
        .join(
            soonest,
            and_(soonest.c.lead_id == FollowUp.lead_id, soonest.c.due_at == FollowUp.due_at),
        )
        .where(FollowUp.closed_at.is_(None))
        .order_by(FollowUp.id.desc())
    )
    return {promise.lead_id: promise for promise in promises}


def next_tries(leads: Sequence[Lead]) -> dict[int, tuple[str, int]]:
    """By lead, the promotion in whose queue it waits first, and how often it was tried there."""
    rows = db.session.execute(
        select(QueueItem.lead_id, Promotion.name, QueueItem.attempts)
        .join(Promotion, Promotion.id == QueueItem.promotion_id)
        .where(
            QueueItem.lead_id.in_([lead.id for lead in leads]),
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.state.in_(OPEN_STATES),
        )
        .order_by(QueueItem.rank.desc(), QueueItem.due_at.desc())
    )
    return {lead_id: (name, attempts) for lead_id, name, attempts in rows}
