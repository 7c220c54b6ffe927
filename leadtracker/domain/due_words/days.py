"""The day inside a text: "tue", "tomorrow", "next week", "in 3 days", "1 dec"."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from leadtracker.domain.due_words import vocabulary as words

_CONNECTED = re.compile(r" (?:on|at|a|de|el|by)$")
_AMOUNT = (
    r"(?P<amount>\d{1,4}(?:\.\d{1,2})?|"
    + "|".join(sorted(words.NUMBERS, key=len, reverse=True))
    + ")"
)
_IN = r"(?:in |en |dentro de |de aqui a |after |\+ ?)"
_SPANS = (
    (re.compile(rf"{_IN}?{_AMOUNT} ?(?:{words.DAYS})"), 1),
    (re.compile(rf"{_IN}?{_AMOUNT} ?(?:{words.WEEKS})"), 7),
    (re.compile(rf"{_IN}?{_AMOUNT} ?(?:{words.FORTNIGHTS})"), 14),
)
_MONTHS = re.compile(rf"{_IN}{_AMOUNT} ?(?:{words.MONTHS})")
_DURATION = re.compile(
    rf"{_IN}?{_AMOUNT} ?(?P<unit>{words.HOURS}|{words.MINUTES})(?P<half> and a half| y media)?"
)
_HOURS_AND_MINUTES = re.compile(
    rf"(?:in |en )?(\d{{1,3}}) ?(?:{words.HOURS}) ?(?:and |y )?(\d{{1,2}}) ?(?:{words.MINUTES})"
)
_BARE_CLOCK = re.compile(r"(?:1[3-9]|2[0-3]) ?h")
_NEXT_WEEK = re.compile(
    rf"(?:(?P<a>\w+)(?: of)?(?: de)?(?: la)? )??{words.NEXT_WEEK}(?: (?:on |el )?(?P<b>\w+))?"
)
_NEXT_MONTH = re.compile(words.NEXT_MONTH)
_NEXT_DAY = re.compile(r"next (?P<day>\w+)")
_COMING_DAY = re.compile(
    rf"(?:this |this coming |coming |este |{words.COMING})?(?P<day>\w+)(?: que viene| proximo)?"
)
_MOST_DAYS = 4000


def duration_in(text: str) -> timedelta | None:
    """The span of hours or minutes that ``text`` is, or None."""
    if found := _HOURS_AND_MINUTES.fullmatch(text):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    if _BARE_CLOCK.fullmatch(text) or not (found := _DURATION.fullmatch(text)):
        return None
    amount = _number(found["amount"]) + (0.5 if found["half"] else 0)
    hours = re.fullmatch(words.HOURS, found["unit"])
    return timedelta(hours=amount) if hours else timedelta(minutes=amount)


def day_in(text: str, now: datetime, language: str) -> date | None:
    """The day that ``text`` names, seen from the local time ``now``, or None.

    A weekday is the next one after today; "next week" is its Monday, as calendars and mail
    programs have it; "next tue" is the Tuesday of next week.
    """
    text = _CONNECTED.sub("", text)
    today = now.date()
    if text in words.DAYS_AHEAD:
        return today + timedelta(days=words.DAYS_AHEAD[text])
    return (
        _counted(text, today)
        or _of_next_week(text, today, words.weekdays_in(language))
        or _coming(text, today, words.weekdays_in(language))
        or (_first_of_next_month(today) if _NEXT_MONTH.fullmatch(text) else None)
    )


def _number(text: str) -> float:
    return words.NUMBERS[text] if text in words.NUMBERS else float(text)


def _counted(text: str, today: date) -> date | None:
    for pattern, days in _SPANS:
        if found := pattern.fullmatch(text):
            ahead = round(_number(found["amount"]) * days)
            return today + timedelta(days=min(ahead, _MOST_DAYS))
    if found := _MONTHS.fullmatch(text):
        return _months_ahead(today, min(round(_number(found["amount"])), _MOST_DAYS // 31))
    return None


def _months_ahead(today: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _of_next_week(text: str, today: date, weekdays: dict[str, int]) -> date | None:
    monday = today + timedelta(days=7 - today.weekday())
    if (found := _NEXT_DAY.fullmatch(text)) and found["day"] in weekdays:
        return monday + timedelta(days=weekdays[found["day"]])
    if not (found := _NEXT_WEEK.fullmatch(text)):
        return None
    day = found["a"] or found["b"]
    if day is not None and day not in weekdays:
        return None
    return monday + timedelta(days=weekdays[day] if day else 0)


def _coming(text: str, today: date, weekdays: dict[str, int]) -> date | None:
    found = _COMING_DAY.fullmatch(text)
    if not found or found["day"] not in weekdays:
        return None
    return today + timedelta(days=(weekdays[found["day"]] - today.weekday() - 1) % 7 + 1)


def _first_of_next_month(today: date) -> date:
    """The first day of next month that is no Saturday or Sunday."""
    first = _months_ahead(today.replace(day=1), 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 if first.weekday() > 4 else 0)
