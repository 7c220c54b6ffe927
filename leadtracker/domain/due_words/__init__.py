"""When to call back, in the words of whoever is on the telephone: "tue 3pm", "mañana a las 10".

A small grammar reads the field's shorthand in English and Spanish (DESIGN.md §4, "Follow-up
field"); dates that are written out go to the dateparser library. The time is always theirs: it is
read in the lead's zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from leadtracker.domain import clock
from leadtracker.domain.due_words.dates import date_in
from leadtracker.domain.due_words.days import day_in, duration_in
from leadtracker.domain.due_words.times import TimeOfDay, times_in
from leadtracker.domain.due_words.vocabulary import tidied
from leadtracker.domain.plain_text import folded

__all__ = ["Assumption", "DueProblem", "DueProblemCode", "DueReading", "read_due"]

#: A day without an hour means this one.
DEFAULT_TIME = time(10)

#: A promise further ahead than two years is a slip of the pen.
FURTHEST = timedelta(days=731)

_LONGEST_TEXT = 80


class Assumption(StrEnum):
    """What was read into the words, so that the screen can say so."""

    DEFAULT_TIME = "default_time"
    AFTERNOON = "afternoon"
    MOVED_FORWARD = "moved_forward"
    FIRST_OF_TWO = "first_of_two"


class DueProblemCode(StrEnum):
    """Why no moment came of it."""

    EMPTY = "empty"
    NOT_UNDERSTOOD = "not_understood"
    TIME_MISSING = "time_missing"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class DueReading:
    """A moment: the instant (UTC), the same in the lead's zone, and how it was understood.

    ``understood`` is the local time as ``2026-11-24 15:00``; ``assumptions`` name what the words
    left open. A local time that the change of clocks skips is moved forward by the gap; of one that
    happens twice, the first is meant.
    """

    due_at: datetime
    local: datetime
    understood: str
    assumptions: frozenset[Assumption] = frozenset()


@dataclass(frozen=True, slots=True)
class DueProblem:
    """No moment could be read, and why."""

    code: DueProblemCode


def read_due(
    text: str, *, now: datetime, zone: str, language: str = "en"
) -> DueReading | DueProblem:
    """The moment that ``text`` means to somebody in ``zone``, always after ``now``.

    ``now`` is aware, ``zone`` an IANA name; an unknown zone raises
    ``zoneinfo.ZoneInfoNotFoundError``. No text raises: what is not understood is a ``DueProblem``.
    """
    here = clock.zone(zone)
    words = tidied(folded(text[: 2 * _LONGEST_TEXT]))
    if not words:
        return DueProblem(DueProblemCode.EMPTY)
    if len(words) > _LONGEST_TEXT:
        return DueProblem(DueProblemCode.NOT_UNDERSTOOD)
    if (duration := duration_in(words)) is not None:
        return _checked(_full_minute(now + min(duration, 2 * FURTHEST)), now, here)
    local_now = now.astimezone(here)
    wall = next(_walls(words, local_now, language), None)
    if wall is None:
        return DueProblem(DueProblemCode.NOT_UNDERSTOOD)
    return _placed(wall, now, here)


@dataclass(frozen=True, slots=True)
class _Wall:
    """A date and time as a clock on their wall shows them; ``day`` None is the next such time."""

    day: date | None
    time: TimeOfDay | None


def _walls(text: str, now: datetime, language: str) -> Iterator[_Wall]:
    """Every way to read the text, the shorthand of the field before written dates."""
    times = list(times_in(text))
    for reading in times:
        if not reading.rest:
            yield _Wall(None, reading)
        elif day := day_in(reading.rest, now, language):
            yield _Wall(day, reading)
    if day := day_in(text, now, language):
        yield _Wall(day, None)
    for reading in times:
        if reading.rest and (day := date_in(reading.rest, now, language)):
            yield _Wall(day, reading)
    if day := date_in(text, now, language):
        yield _Wall(day, None)


def _placed(wall: _Wall, now: datetime, here: ZoneInfo) -> DueReading | DueProblem:
    today = now.astimezone(here).date()
    at = wall.time.at if wall.time else DEFAULT_TIME
    local = datetime.combine(wall.day or today, at, here)
    if wall.day is None and local <= now:
        local = datetime.combine(today + timedelta(days=1), at, here)
    if wall.day == today and wall.time is None and local <= now:
        return DueProblem(DueProblemCode.TIME_MISSING)
    assumed = set()
    if wall.time is None:
        assumed.add(Assumption.DEFAULT_TIME)
    elif wall.time.afternoon:
        assumed.add(Assumption.AFTERNOON)
    return _checked(local, now, here, assumed | _clock_change(local))


def _clock_change(local: datetime) -> set[Assumption]:
    """Whether clocks are changed at that local time, so that it is skipped or happens twice."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if first == second:
        return set()
    shown = local.astimezone(UTC).astimezone(local.tzinfo)
    skipped = shown.replace(tzinfo=None) != local.replace(tzinfo=None)
    return {Assumption.MOVED_FORWARD if skipped else Assumption.FIRST_OF_TWO}


def _checked(
    moment: datetime, now: datetime, here: ZoneInfo, assumed: Iterable[Assumption] = ()
) -> DueReading | DueProblem:
    due_at = moment.astimezone(UTC)
    if due_at <= now:
        return DueProblem(DueProblemCode.IN_THE_PAST)
    if due_at > now + FURTHEST:
        return DueProblem(DueProblemCode.TOO_FAR)
    local = due_at.astimezone(here)
    return DueReading(due_at, local, f"{local:%Y-%m-%d %H:%M}", frozenset(assumed))


def _full_minute(moment: datetime) -> datetime:
    """The next full minute, so that "in 2 min" is never less than that."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
