"""The outcomes of a set: added, changed, retired and put back.

A retired outcome lives on in history: its calls, its reports and its code stay. What calls have
ended with keeps its category, or yesterday's figures would change with it.
"""

import re
from dataclasses import asdict, dataclass

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Outcome, OutcomeSet, User
from leadtracker.models.outcome import (
    CONSEQUENCES,
    KEYS,
    RESTING,
    Consequence,
    OutcomeCategory,
)
from leadtracker.queries import outcomes as find
from leadtracker.services import _activity
from leadtracker.services.outcome_sets import lock

log = structlog.get_logger()


_NEEDED = {
    OutcomeCategory.NOT_REACHED: N_(
        "%(promotion)s is live: callers need an outcome for whoever was not reached."
    ),
    OutcomeCategory.STOP: N_(
        "%(promotion)s is live: callers need an outcome for whoever wants no more calls."
    ),
}


@dataclass(frozen=True, kw_only=True)
class OutcomeTerms:
    """Everything the administrator says about an outcome; seconds are None where nothing is said.

    ``retry_after_seconds`` counts for a retry, and for a close as the rest that the lead is owed.
    """

    label: str
    key: int
    category: OutcomeCategory
    consequence: Consequence
    retry_after_seconds: int | None = None
    least_talk_seconds: int | None = None
    most_talk_seconds: int | None = None


def add_outcome(outcome_set: OutcomeSet, terms: OutcomeTerms, *, by: User) -> Outcome:
    """Offer one more outcome; raises ``RuleViolation`` on the field at fault."""
    lock(outcome_set)
    _require_sound(terms)
    _require_free(outcome_set, terms.key, terms.label)
    outcome = Outcome(code=_code_for(terms.label, outcome_set))
    _set_fields(outcome, terms)
    outcome_set.outcomes.append(outcome)
    db.session.flush()
    _finish("outcome_added", outcome, by)
    return outcome


def update_outcome(outcome: Outcome, terms: OutcomeTerms, *, by: User) -> None:
    """Change an outcome that is offered; it counts from the next call on.

    Raises ``RuleViolation`` on the field at fault, for a retired one, for another category of one
    that calls have ended with, and when a live promotion would lack what it needs.
    """
    lock(outcome.outcome_set)
    _require_offered(outcome)
    _require_sound(terms)
    _require_free(outcome.outcome_set, terms.key, terms.label, but=outcome)
    if terms.category is not outcome.category and find.has_calls(outcome):
        raise RuleViolation(
            N_("Calls have ended with it, and reports count them so. Retire it and add another."),
            field="category",
        )
    was = _told(outcome)
    _set_fields(outcome, terms)
    db.session.flush()
    _require_whole(outcome.outcome_set, field="category")
    if was != _told(outcome):
        _finish("outcome_updated", outcome, by, was=was)
    db.session.commit()


def retire_outcome(outcome: Outcome, *, by: User) -> None:
    """Offer it no longer; calls that ended with it keep it.

    Raises ``RuleViolation`` when nothing would be left, or a live promotion would lack what it
    needs.
    """
    lock(outcome.outcome_set)
    if outcome.retired_at is not None:
        return
    outcome.retired_at = clock.now()
    db.session.flush()
    _require_whole(outcome.outcome_set)
    _finish("outcome_retired", outcome, by)


def restore_outcome(outcome: Outcome, *, by: User) -> None:
    """Offer a retired outcome again, on its key or, when that is taken, on the first free one.

    Raises ``RuleViolation`` when there is no free key or another outcome is called the same.
    """
    outcome_set = outcome.outcome_set
    lock(outcome_set)
    if outcome.retired_at is None:
        return
    free = outcome_set.free_keys
    if not free:
        raise RuleViolation(N_("All nine keys are taken. Retire another outcome first."))
    key = outcome.key if outcome.key in free else free[0]
    _require_free(outcome_set, key, outcome.label)
    outcome.key, outcome.retired_at = key, None
    _finish("outcome_restored", outcome, by)


def _require_offered(outcome: Outcome) -> None:
    if outcome.retired_at is not None:
        raise RuleViolation(N_("%(outcome)s is retired. Put it back first."), outcome=outcome.label)


def _require_sound(terms: OutcomeTerms) -> None:
    if terms.key not in KEYS:
        raise RuleViolation(N_("Keys go from 1 to 9."), field="key")
    if terms.consequence not in CONSEQUENCES[terms.category]:
        raise RuleViolation(
            N_("That cannot follow from a call of this kind. Choose another consequence."),
            field="consequence",
        )
    if terms.consequence is Consequence.RETRY and not terms.retry_after_seconds:
        raise RuleViolation(N_("Say how long to wait before the next try."), field="wait")
    least, most = terms.least_talk_seconds, terms.most_talk_seconds
    if least is not None and most is not None and least > most:
        raise RuleViolation(N_("The least is more than the most."), field="least_talk_seconds")


def _require_free(
    outcome_set: OutcomeSet, key: int, label: str, *, but: Outcome | None = None
) -> None:
    for other in outcome_set.offered:
        if other is but:
            continue
        if other.key == key:
            raise RuleViolation(
                N_("%(outcome)s has the key %(key)s."), field="key", outcome=other.label, key=key
            )
        if other.label.casefold() == label.casefold():
            raise RuleViolation(
                N_("Another outcome is called %(label)s."), field="label", label=other.label
            )


def _require_whole(outcome_set: OutcomeSet, field: str | None = None) -> None:
    """At least one is offered; for a live promotion, one for nobody there and one to stop.

    Takes back what was changed before it raises.
    """
    if not outcome_set.offered:
        db.session.rollback()
        raise RuleViolation(N_("It is the last outcome of its set. Add another one first."))
    lacking = outcome_set.lacks
    if lacking and (promotions := find.live_promotions_with(outcome_set)):
        name = promotions[0].name
        db.session.rollback()
        raise RuleViolation(_NEEDED[lacking], field=field, promotion=name)


def _set_fields(outcome: Outcome, terms: OutcomeTerms) -> None:
    for field, value in asdict(terms).items():
        setattr(outcome, field, value)
    if terms.consequence not in RESTING:
        outcome.retry_after_seconds = None


def _code_for(label: str, outcome_set: OutcomeSet) -> str:
    """A code of the label that no outcome of the set has, retired ones included."""
    base = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:32] or "outcome"
    taken = {outcome.code for outcome in outcome_set.outcomes}
    numbered = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def _told(outcome: Outcome) -> dict:
    fields = OutcomeTerms.__dataclass_fields__
    return {field: getattr(outcome, field) for field in fields}


def _finish(kind: str, outcome: Outcome, by: User, **data) -> None:
    _activity.record(
        kind,
        by=by.id,
        outcome=outcome.id,
        set=outcome.set_id,
        code=outcome.code,
        **_told(outcome),
        **data,
    )
    db.session.commit()
    log.info(kind, outcome_id=outcome.id)
