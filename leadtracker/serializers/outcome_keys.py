"""The outcome keys: in their groups, with what happens next printed on each."""

from dataclasses import dataclass

from flask_babel import gettext as _

from leadtracker.models import Outcome, OutcomeSet
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.serializers.outcome_words import then_words, too_long_words, too_short_words


@dataclass(frozen=True)
class OutcomeChoice:
    """An outcome key, with what happens next printed on it.

    ``too_short`` and ``too_long`` say what is odd about a call that was talked for less, or more,
    than such calls usually are; empty where nothing is expected.
    """

    outcome: Outcome
    then: str
    too_short: str
    too_long: str


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
            [_choice(each) for each in chosen.offered if each.category in held],
        )
        for name, held in groups
    ]
    return [(name, choices) for name, choices in offered if choices]


def _choice(outcome: Outcome) -> OutcomeChoice:
    short, long = too_short_words(outcome), too_long_words(outcome)
    return OutcomeChoice(outcome, then_words(outcome), short, long)
