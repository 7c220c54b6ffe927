"""Attempt rules in words: what is unusual about them, and what they come to."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain.attempts import WISE, AttemptRules
from leadtracker.models import Outcome, OutcomeSet
from leadtracker.templating.wording import number

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class AttemptWords:
    """``unusual`` by field: why its number is; ``waits``: how long each outcome keeps a lead."""

    unusual: dict[str, str] = field(default_factory=dict)
    waits: str = ""


def attempt_words(rules: AttemptRules | None, outcome_set: OutcomeSet | None) -> AttemptWords:
    """Words beside the sentence; no rules while something in them cannot be read."""
    retried = outcome_set.retried if outcome_set else []
    return AttemptWords(
        unusual=unusual_words(rules) if rules else {},
        waits=", ".join(f"{outcome.label} {wait_words(outcome)}" for outcome in retried),
    )


def unusual_words(rules: AttemptRules) -> dict[str, str]:
    """Why a number is unusual, by field; empty when none is."""
    found = {}
    for name, (least, most) in WISE.items():
        value = getattr(rules, name)
        if value < least and name in _few():
            found[name] = _few()[name]
        elif value > most and name in _many(rules):
            found[name] = _many(rules)[name]
    if rules.rounds == 1:
        found.pop("recycle_after_days", None)
    return found


def _few() -> dict[str, str]:
    return {
        "tries": _("Fewer than 3 tries give most leads up before anybody answered."),
        "cool_down_days": _("Two promotions may call the same person on one day."),
        "recycle_after_days": _("The next round begins while they still remember the last one."),
    }


def _many(rules: AttemptRules) -> dict[str, str]:
    return {
        "tries": _("More than 8 tries seldom reach anybody new, and are felt as pestering."),
        "tries_a_day": _("More than 3 calls a day are against the law in some places."),
        "cool_down_days": _("Busy leads may be out of reach until the deadline."),
        "missed_days": _("Busy leads may be out of reach until the deadline."),
        "recycle_after_days": _("Few promotions last that long."),
        "rounds": _(
            "That is up to %(count)s calls to one lead.", count=number(rules.tries * rules.rounds)
        ),
    }


def wait_words(outcome: Outcome) -> str:
    """How long an outcome keeps a lead from being tried again, in its largest whole unit."""
    seconds = outcome.retry_after_seconds or 0
    if seconds % DAY == 0:
        return ngettext("%(num)s day", "%(num)s days", seconds // DAY)
    if seconds % HOUR == 0:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // HOUR)
    return ngettext("%(num)s minute", "%(num)s minutes", max(seconds // MINUTE, 1))


def rules_words(rules: AttemptRules) -> str:
    """The rules on one line, for whoever reads a promotion."""
    words = [
        ngettext("%(num)s try", "up to %(num)s tries", rules.tries),
        _("%(count)s a day at most", count=rules.tries_a_day),
    ]
    if rules.rounds > 1:
        words.append(ngettext("%(num)s round", "%(num)s rounds", rules.rounds))
    return ", ".join(words)
