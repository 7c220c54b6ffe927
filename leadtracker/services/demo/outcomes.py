"""The demo's second set of outcomes: accounts that are called seldom are left alone for longer."""

from leadtracker.db import db
from leadtracker.models import Outcome, OutcomeSet
from leadtracker.services import outcome_sets

_DAY = 24 * 3600

#: What differs from the set that a floor begins with, by code.
_CHANGES = {
    "ordered": {"label": "Added to order", "least_talk_seconds": 30},
    "enquiry": {"label": "Wants a quote"},
    "not_interested": {"label": "Not this year", "retry_after_seconds": 180 * _DAY},
    "no_answer": {"retry_after_seconds": 2 * _DAY},
    "voicemail": {"retry_after_seconds": 4 * _DAY},
    "gatekeeper": {"label": "Buyer is out", "retry_after_seconds": 2 * _DAY},
}


def account_outcomes() -> OutcomeSet:
    """The usual nine keys in the words of the account desk, in the caller's transaction."""
    made = OutcomeSet(name="Accounts")
    for usual in outcome_sets.default_set().offered:
        copied = outcome_sets.copied_from(usual)
        made.outcomes.append(Outcome(**(copied | _CHANGES.get(usual.code, {}))))
    db.session.add(made)
    db.session.flush()
    return made
