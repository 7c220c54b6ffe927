"""Sets of outcomes: the one a floor begins with, copies of it, their names and their keys."""

from collections.abc import Mapping

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db, writing
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Outcome, OutcomeSet, User
from leadtracker.models.outcome import KEYS, Consequence, OutcomeCategory
from leadtracker.queries import outcomes as find
from leadtracker.services import _activity

log = structlog.get_logger()

DEFAULT_NAME = "Telephone sales"

_DAY = 24 * 3600
_REACHED, _MISSED = OutcomeCategory.REACHED, OutcomeCategory.NOT_REACHED
_SUCCESS, _STOP = OutcomeCategory.SUCCESS, OutcomeCategory.STOP

#: Code, label, category, consequence, in seconds how long the lead is left alone, and the least and
#: the most seconds such a call is talked for, as a rule; keys 1–9. A lead that is not interested is
#: not tried again by itself: its seconds are the rest it is owed.
_DEFAULTS = (
    ("ordered", "Ordered", _SUCCESS, Consequence.ORDER, None, 45, None),
    ("enquiry", "Enquiry", _SUCCESS, Consequence.FOLLOW_UP, None, 20, None),
    ("call_back", "Call back", _REACHED, Consequence.FOLLOW_UP, None, 8, None),
    ("not_interested", "Not interested", _REACHED, Consequence.CLOSE, 60 * _DAY, 5, None),
    ("no_answer", "No answer", _MISSED, Consequence.RETRY, _DAY, None, 10),
    ("voicemail", "Voicemail", _MISSED, Consequence.RETRY, 2 * _DAY, None, 90),
    ("gatekeeper", "Gatekeeper", _MISSED, Consequence.RETRY, _DAY, None, 180),
    ("wrong_number", "Wrong number", _STOP, Consequence.CLOSE, None, None, 60),
    ("do_not_call", "Do not call", _STOP, Consequence.DO_NOT_CALL, None, None, None),
)

#: What a copy takes over from an outcome.
_COPIED = (
    "key", "code", "label", "category", "consequence", "retry_after_seconds",
    "least_talk_seconds", "most_talk_seconds",
)  # fmt: skip


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
    for key, (code, label, category, consequence, wait, least, most) in enumerate(_DEFAULTS, 1):
        made.outcomes.append(
            Outcome(
                key=key,
                code=code,
                label=label,
                category=category,
                consequence=consequence,
                retry_after_seconds=wait,
                least_talk_seconds=least,
                most_talk_seconds=most,
            )
        )
    db.session.add(made)
    db.session.flush()
    return made


def copy_set(original: OutcomeSet, *, name: str, by: User) -> OutcomeSet:
    """A new set with the outcomes that ``original`` offers; raises when its name is taken.

    Every set begins as a copy, so that none is ever without an outcome.
    """
    made = OutcomeSet(name=name)
    for outcome in original.offered:
        made.outcomes.append(Outcome(**copied_from(outcome)))
    _name(made, name)
    _activity.record("outcome_set_copied", by=by.id, set=made.id, of=original.id, name=name)
    db.session.commit()
    log.info("outcome_set_copied", set_id=made.id, of=original.id)
    return made


def copied_from(outcome: Outcome) -> dict:
    """What a copy of an outcome begins with."""
    return {field: getattr(outcome, field) for field in _COPIED}


def rename_set(outcome_set: OutcomeSet, *, name: str, by: User) -> None:
    """Call the set otherwise; raises ``RuleViolation`` when the name is taken.

    The set that a floor begins with keeps its name: it is found by it.
    """
    was = outcome_set.name
    if was == name:
        return
    if was == DEFAULT_NAME:
        raise RuleViolation(
            N_("New promotions begin with this set and find it by its name. Copy it instead."),
            field="name",
        )
    _name(outcome_set, name)
    _activity.record("outcome_set_renamed", by=by.id, set=outcome_set.id, was=was, name=name)
    db.session.commit()
    log.info("outcome_set_renamed", set_id=outcome_set.id)


def _name(outcome_set: OutcomeSet, name: str) -> None:
    try:
        with db.session.begin_nested():
            outcome_set.name = name
            db.session.add(outcome_set)
    except IntegrityError:
        raise RuleViolation(
            N_("Another set is called %(name)s."), field="name", name=name
        ) from None


def place_keys(outcome_set: OutcomeSet, keys: Mapping[int, int], *, by: User) -> None:
    """Give offered outcomes, by their ids, other keys; those not named keep theirs.

    Raises ``RuleViolation`` when two would have the same, or a key is none of 1 to 9.
    """
    lock(outcome_set)
    offered = outcome_set.offered
    wanted = {outcome.id: keys.get(outcome.id, outcome.key) for outcome in offered}
    for outcome in offered:
        key = wanted[outcome.id]
        if key not in KEYS:
            raise RuleViolation(N_("Keys go from 1 to 9."))
        if twice := [each for each in offered if wanted[each.id] == key and each is not outcome]:
            raise RuleViolation(
                N_("%(one)s and %(other)s cannot both have the key %(key)s."),
                one=outcome.label,
                other=twice[0].label,
                key=key,
            )
    before = {outcome.code: outcome.key for outcome in offered}
    for outcome in offered:
        outcome.key = wanted[outcome.id]
    after = {outcome.code: outcome.key for outcome in offered}
    if before != after:
        _activity.record(
            "outcome_keys_placed", by=by.id, set=outcome_set.id, was=before, keys=after
        )
    db.session.commit()
    log.info("outcome_keys_placed", set_id=outcome_set.id)


def lock(outcome_set: OutcomeSet) -> None:
    """Two who change a set wait for each other here, and the second sees what the first did."""
    row = select(OutcomeSet.id).where(OutcomeSet.id == outcome_set.id).with_for_update()
    db.session.execute(row)
    db.session.refresh(outcome_set, ["outcomes"])
    for outcome in outcome_set.outcomes:
        db.session.refresh(outcome)
