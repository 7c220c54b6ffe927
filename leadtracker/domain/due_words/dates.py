"""Dates written out ("1 dec", "3 de diciembre", "01/12/2026"), read by the dateparser library.

The library costs a good tenth of a second and 15 MB to import and as much again to load a
language, which no process should pay that never reads a date: so it is imported here alone, and on
first use.
"""

from datetime import date, datetime, timedelta
from typing import Any

_LANGUAGES = {"en": ["en", "es"], "es": ["es", "en"]}

_SETTINGS: dict[str, Any] = {
    "PREFER_DATES_FROM": "future",
    "DATE_ORDER": "DMY",
    "PREFER_LOCALE_DATE_ORDER": False,
    "REQUIRE_PARTS": ["day", "month"],
    "PARSERS": ["relative-time", "absolute-time"],
    "TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": False,
    "RETURN_TIME_AS_PERIOD": True,
}


def date_in(text: str, now: datetime, language: str) -> date | None:
    """The date that ``text`` writes out, seen from the local time ``now``, or None.

    A date without a year is the next one; a text with a time in it is none of this function's.
    """
    from dateparser.date import DateDataParser

    settings = _SETTINGS | {"RELATIVE_BASE": now.replace(tzinfo=None)}
    parser = DateDataParser(languages=_LANGUAGES.get(language[:2], ["en", "es"]), settings=settings)
    found = parser.get_date_data(text)
    if found.date_obj is None or found.period == "time":
        return None
    return _today_rather_than_next_year(found.date_obj.date(), text, now.date())


def _today_rather_than_next_year(day: date, text: str, today: date) -> date:
    """The library takes today's date, named without a year, for next year's."""
    a_year_on = (day.month, day.day, day.year) == (today.month, today.day, today.year + 1)
    named = str(day.year) in text or f"{day:%y}" in text.split("/")[-1:]
    return today if a_year_on and not named and day - today < timedelta(days=367) else day
