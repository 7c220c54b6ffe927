"""The outcome keys: in their groups, with what happens next printed on each."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.models import Outcome, OutcomeSet
from leadtracker.models.outcome import Consequence, OutcomeCategory


@dataclass(frozen=True)
class OutcomeChoice:
    """An outcome key, with what happens next printed on it."""

    outcome: Outcome
    then: str


def outcome_groups(chosen: OutcomeSet) -> list[tuple[str, list[OutcomeChoice]]]:
    """The set's outcomes in groups, each with its name; groups without any are left out."""
    spoke = {OutcomeCategory.SUCCESS, OutcomeCategory.REACHED}
    groups = (
        (_("Spoke to them"), spoke),
        (_("Not reached"), {OutcomeCategory.NOT_REACHED}),
        (_("Close record"), {OutcomeCategory.STOP}),
    )
    offered = [
        (
            name,
            [OutcomeChoice(each, then(each)) for each in chosen.offered if each.category in held],
        )
        for name, held in groups
    ]
    return [(name, choices) for name, choices in offered if choices]


def then(outcome: Outcome) -> str:
    """What follows from an outcome, in the few words its key has room for."""
    days = (outcome.retry_after_seconds or 0) // 86400
    match outcome.consequence:
        case Consequence.ORDER:
            return _("needs an order")
        case Consequence.FOLLOW_UP:
            return _("at an agreed time")
        case Consequence.DO_NOT_CALL:
            return _("blocks this number")
        case Consequence.RETRY if days == 1:
            return _("again tomorrow")
        case Consequence.RETRY if days > 1:
            return ngettext("again in %(num)s day", "again in %(num)s days", days)
        case Consequence.RETRY:
            return _("again later today")
        case _ if days:
            return ngettext("rests %(num)s day", "rests %(num)s days", days)
        case _:
            return _("closes it")
