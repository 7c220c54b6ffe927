"""Moments agreed in words: read in the lead's zone, told in both, checked against their hours."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from leadtracker.domain import clock
from leadtracker.domain.due_words import DueProblem, DueProblemCode, DueReading, read_due
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Lead
from leadtracker.serializers.dial_words import place_of
from leadtracker.serializers.lead_window import window_for
from leadtracker.templating.wording import day_time_in, near_day_in, reader_zone, time_in

_PROBLEMS = {
    DueProblemCode.EMPTY: N_("Say when, for example “tue 3pm”."),
    DueProblemCode.NOT_UNDERSTOOD: N_("Not sure when that is. Try “tue 3pm” or “in 2 h”."),
    DueProblemCode.TIME_MISSING: N_("That hour has passed today. Say at what time."),
    DueProblemCode.IN_THE_PAST: N_("That moment has passed. Agree a later one."),
    DueProblemCode.TOO_FAR: N_("That is more than two years away. Check the date."),
}


@dataclass(frozen=True)
class DueWords:
    """Two lines below the field; ``tone`` is ok, bad or nothing; ``better`` a time that is open."""

    tone: str
    head: str
    tail: str
    better: str = ""
    better_words: str = ""


def due_from(said: str, lead: Lead) -> datetime:
    """The instant ``said`` means to ``lead``; raises ``RuleViolation`` when it means none."""
    reading = _read(said, lead)
    if isinstance(reading, DueProblem):
        raise RuleViolation(_PROBLEMS[reading.code], field="follow_up")
    return reading.due_at


def _read(said: str, lead: Lead) -> DueReading | DueProblem:
    """The reader's language first, then the lead's, then the other one of the two we read."""
    now, zone = clock.now(), lead.time_zone or str(reader_zone())
    spoken = [str(get_locale() or "en")[:2], lead.language[:2].lower(), "en", "es"]
    reading: DueReading | DueProblem = DueProblem(DueProblemCode.EMPTY)
    for language in dict.fromkeys(code for code in spoken if code in {"en", "es"}):
        reading = read_due(said, now=now, zone=zone, language=language)
        if isinstance(reading, DueReading) or reading.code is not DueProblemCode.NOT_UNDERSTOOD:
            return reading
    return reading


def reading_of(said: str, lead: Lead) -> DueWords:
    """What the field shows while it is being typed."""
    if not said.strip():
        return DueWords("", _("Nothing agreed yet"), _("Try “tue 3pm” or “in 2 h”"))
    reading = _read(said, lead)
    if isinstance(reading, DueProblem):
        return DueWords("bad", _(_PROBLEMS[reading.code]), "")
    return _both_times(reading, lead)


def _both_times(reading: DueReading, lead: Lead) -> DueWords:
    zone = lead.time_zone or str(reader_zone())
    head = _(
        "%(when)s in %(place)s",
        when=day_time_in(reading.due_at, zone),
        place=place_of(zone, lead.city),
    )
    ours = f"{near_day_in(reading.due_at, reader_zone())} {time_in(reading.due_at, reader_zone())}"
    badge = window_for(lead, reading.due_at)
    if badge.is_open:
        return DueWords("ok", head, _("%(ours)s your time, inside their hours", ours=ours))
    if badge.opens_at is None:
        return DueWords("bad", head, _("%(ours)s your time, their hours are unknown", ours=ours))
    better = badge.opens_at.astimezone(clock.zone(zone))
    return DueWords(
        "bad",
        head,
        _("%(ours)s your time, outside their hours", ours=ours),
        better=f"{better:%Y-%m-%d %H:%M}",
        better_words=_("Take %(when)s", when=day_time_in(badge.opens_at, zone)),
    )
