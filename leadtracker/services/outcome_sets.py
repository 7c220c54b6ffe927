"""The outcomes that a floor begins with."""

from sqlalchemy.exc import IntegrityError

from leadtracker.db import db, writing
from leadtracker.models import Outcome, OutcomeSet
from leadtracker.models.outcome import Consequence, OutcomeCategory
from leadtracker.queries import outcomes as find

DEFAULT_NAME = "Telephone sales"

_DAY = 24 * 3600
_REACHED, _MISSED = OutcomeCategory.REACHED, OutcomeCategory.NOT_REACHED
_SUCCESS, _STOP = OutcomeCategory.SUCCESS, OutcomeCategory.STOP

#: Code, label, category, consequence and, in seconds, how long the lead is left alone; keys 1–9.
#: A lead that is not interested is not tried again by itself: its seconds are the rest it is owed.
_DEFAULTS = (
    ("ordered", "Ordered", _SUCCESS, Consequence.ORDER, None),
    ("enquiry", "Enquiry", _SUCCESS, Consequence.FOLLOW_UP, None),
    ("call_back", "Call back", _REACHED, Consequence.FOLLOW_UP, None),
    ("not_interested", "Not interested", _REACHED, Consequence.CLOSE, 60 * _DAY),
    ("no_answer", "No answer", _MISSED, Consequence.RETRY, _DAY),
    ("voicemail", "Voicemail", _MISSED, Consequence.RETRY, 2 * _DAY),
    ("gatekeeper", "Gatekeeper", _MISSED, Consequence.RETRY, _DAY),
    ("wrong_number", "Wrong number", _STOP, Consequence.CLOSE, None),
    ("do_not_call", "Do not call", _STOP, Consequence.DO_NOT_CALL, None),
)


def default_set() -> OutcomeSet:
    """The standard nine outcomes, made the first time they are asked for.

    Two processes may ask at once: the unique name lets one make them, the other reads them.
    """
    if known := find.find_outcome_set(DEFAULT_NAME):
        return known
    # A page that only reads may be the first to ask: SQLite would not let its transaction write
    # once anybody else has written.
    db.session.commit()
    with writing():
        try:
            with db.session.begin_nested():
                made = _make_default()
        except IntegrityError:
            return find.find_outcome_set(DEFAULT_NAME)
        db.session.commit()
    return made


def _make_default() -> OutcomeSet:
    made = OutcomeSet(name=DEFAULT_NAME)
    for key, (code, label, category, consequence, seconds) in enumerate(_DEFAULTS, start=1):
        made.outcomes.append(
            Outcome(
                key=key,
                code=code,
                label=label,
                category=category,
                consequence=consequence,
                retry_after_seconds=seconds,
            )
        )
    db.session.add(made)
    db.session.flush()
    return made
