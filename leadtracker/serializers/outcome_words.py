"""Outcomes in words: what follows from them, and how long such calls are talked for."""

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.models import Outcome
from leadtracker.models.outcome import Consequence
from leadtracker.templating.wording import duration_words


def then_words(outcome: Outcome) -> str:
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


def talk_words(outcome: Outcome) -> str:
    """How long calls that end so are talked for, as a rule; empty where nothing is expected."""
    least, most = outcome.least_talk_seconds, outcome.most_talk_seconds
    if least and most is not None:
        return _("%(least)s to %(most)s", least=duration_words(least), most=duration_words(most))
    if least:
        return _("from %(least)s", least=duration_words(least))
    return _("up to %(most)s", most=duration_words(most)) if most is not None else ""


def too_short_words(outcome: Outcome) -> str:
    """What to say when a call that ended so was talked for less than such calls are."""
    if not outcome.least_talk_seconds:
        return ""
    return _(
        "Short for %(outcome)s: such calls usually last at least %(least)s. Is it the right one?",
        outcome=outcome.label,
        least=duration_words(outcome.least_talk_seconds),
    )


def too_long_words(outcome: Outcome) -> str:
    """What to say when a call that ended so was talked for longer than such calls are."""
    if outcome.most_talk_seconds is None:
        return ""
    return _(
        "Long for %(outcome)s: such calls usually last %(most)s at most. Is it the right one?",
        outcome=outcome.label,
        most=duration_words(outcome.most_talk_seconds),
    )
