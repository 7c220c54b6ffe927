"""The time of day inside a text: "3pm", "15:30", "at 10", "a las 3 de la tarde", "morning"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from leadtracker.domain.due_words.vocabulary import LATE_PARTS, PARTS_OF_DAY

_PARTS = "|".join(PARTS_OF_DAY)
_LEAD = r"(?:at |@ ?|about |around |a las? |a eso de las? |sobre las? |las )"
_SUFFIX = (
    r"(?: ?(?P<half>am|pm)"
    r"| ?(?P<clock>h|hs|hrs|o'?clock|en punto)"
    rf"| (?:de la|in the|por la|en la) (?P<part>{_PARTS}))"
)
_CLOCK = (
    rf"(?P<lead>{_LEAD})?(?P<past>half past |quarter past )?(?P<hour>\d{{1,2}})"
    rf"(?:(?P<sign>[:.h])(?P<minute>\d{{2}}))?(?P<plus> y media| y cuarto)?{_SUFFIX}?"
)
_PART = rf"(?:(?:in the |por la |en la |al |a |at )(?P<only>{_PARTS})|(?P<word>(?!manana){_PARTS}))"

_BEFORE = "(?:(?P<before>.*?) )??"
_AT_END = (re.compile(_BEFORE + _PART), re.compile(_BEFORE + _CLOCK))
_AT_START = re.compile(rf"{_CLOCK}(?: (?:on |el )?(?P<before>.+))")

_EXTRA_MINUTES = {"half past ": 30, "quarter past ": 15, " y media": 30, " y cuarto": 15}

#: A bare hour of these is meant in the afternoon (DESIGN.md: "Bare hours 1 to 7 mean pm").
AFTERNOON_HOURS = range(1, 8)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time and what is left of the text; ``bare`` means a number alone, which may as well be a
    day of the month; ``afternoon`` that a bare hour was taken for pm."""

    at: time
    rest: str
    bare: bool = False
    afternoon: bool = False


def times_in(text: str) -> Iterator[TimeOfDay]:
    """Every way to read a time of day at the end or the beginning of ``text``."""
    for pattern in _AT_END:
        if (found := pattern.fullmatch(text)) and (reading := _read(found)):
            yield reading
    found = _AT_START.fullmatch(text)
    if found and (reading := _read(found)) and not reading.bare:
        yield reading


def _read(found: re.Match[str]) -> TimeOfDay | None:
    words = found.groupdict()
    rest = (words["before"] or "").strip()
    if part := words.get("only") or words.get("word"):
        return TimeOfDay(PARTS_OF_DAY[part], rest)
    minute = int(words["minute"] or 0) + _EXTRA_MINUTES.get(words["past"] or words["plus"], 0)
    hour, afternoon = _hour(words)
    if hour is None or minute > 59:
        return None
    bare = not any(words[name] for name in ("lead", "minute", "half", "clock", "part", "past"))
    return TimeOfDay(time(hour, minute), rest, bare=bare, afternoon=afternoon)


def _hour(words: dict[str, str | None]) -> tuple[int | None, bool]:
    """The hour of 24, and whether it was only assumed to be in the afternoon."""
    hour = int(words["hour"])
    if words["half"]:
        return (hour % 12 + 12 * (words["half"] == "pm") if 1 <= hour <= 12 else None), False
    if hour > 23 or (hour == 0 and not words["minute"]):
        return None, False
    if words["part"]:
        return hour + 12 * (words["part"] in LATE_PARTS and hour < 12), False
    afternoon = hour in AFTERNOON_HOURS and not words["hour"].startswith("0")
    return hour + 12 * afternoon, afternoon
