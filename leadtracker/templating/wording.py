"""Numbers, money and moments in the words of the screen.

Plain functions: values in, words out. Outside an application they speak English; inside one, the
reader's language. Every moment is told in a zone that the caller names, by IANA name or ``tzinfo``,
since a promise has two times: theirs and ours. A no-break space keeps "71 %" and "2:14 pm" on one
line, and a minus is a minus, not a hyphen.
"""

from datetime import date, datetime, tzinfo
from decimal import Decimal

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from flask import has_app_context
from flask_babel import get_locale, get_timezone, ngettext
from flask_babel import gettext as _

from leadtracker.domain import clock
from leadtracker.domain.phones import format_international

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

MINUTE, HOUR = 60, 3600

Zone = str | tzinfo


def number(value: int | float | Decimal) -> str:
    """12480 → "12,480"."""
    return _typeset(babel_numbers.format_decimal(value, locale=_locale()))


def signed(value: int | float | Decimal) -> str:
    """24 → "+24", −12 → "−12", 0 → "0": a difference, with its sign always shown."""
    return f"+{number(value)}" if value > 0 else number(value)


def percent(share: float | Decimal, digits: int = 0) -> str:
    """A share of one in hundredths: 0.71 → "71 %"."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    words = babel_numbers.format_decimal(share * 100, format=pattern, locale=_locale())
    return f"{_typeset(words)}{NO_BREAK_SPACE}%"


def money(minor: int, currency: str) -> str:
    """An amount in minor units as it stands on a document: 648000, GBP → "£6,480.00"."""
    amount = major_units(minor, currency)
    return _typeset(babel_numbers.format_currency(amount, currency, locale=_locale()))


def money_short(minor: int, currency: str) -> str:
    """An amount in minor units as it stands on a meter: 648000, GBP → "£6.5k"; 80020 → "£800"."""
    amount = round(major_units(minor, currency))
    words = babel_numbers.format_compact_currency(
        amount, currency, locale=_locale(), fraction_digits=1 if abs(amount) >= 1000 else 0
    )
    return _typeset(words.replace(".0K", "K").replace("K", "k"))


def major_units(minor: int, currency: str) -> Decimal:
    """Minor units as pounds, dollars or yen, by the digits ISO 4217 gives the currency."""
    return Decimal(minor).scaleb(-babel_numbers.get_currency_precision(currency))


def duration(seconds: float) -> str:
    """A length as a clock shows it: 222 → "3:42", 3723 → "1:02:03"."""
    hours, rest = divmod(int(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def duration_words(seconds: float) -> str:
    """A length in words: 112 → "1 min 52 s", 7500 → "2 h 5 min"."""
    hours, rest = divmod(int(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    if hours:
        parts = [_("%(n)s h", n=hours), _("%(n)s min", n=minutes) if minutes else ""]
    elif minutes:
        parts = [_("%(n)s min", n=minutes), _("%(n)s s", n=left) if left else ""]
    else:
        parts = [_("%(n)s s", n=left)]
    return " ".join(part.replace(" ", NO_BREAK_SPACE) for part in parts if part)


def time_in(moment: datetime, zone: Zone, *, brief: bool = False) -> str:
    """The clock time there: "2:14 pm". ``brief`` leaves out the minutes of a whole hour: "9 pm"."""
    there = _there(moment, zone)
    locale = _locale()
    if locale.language != "en":
        return babel_dates.format_time(there, "short", locale=locale)
    pattern = "h a" if brief and there.minute == 0 else "h:mm a"
    words = babel_dates.format_time(there, pattern, locale="en")
    return words.lower().replace("\u202f", " ").replace(" ", NO_BREAK_SPACE)


def day_in(moment: datetime, zone: Zone, *, now: datetime | None = None) -> str:
    """The day there: "Tue 24 Nov", with the year when it is not this one."""
    return date_words(_there(moment, zone).date(), today=_there(now or clock.now(), zone).date())


def day_time_in(moment: datetime, zone: Zone, *, now: datetime | None = None) -> str:
    """Day and clock time there: "Tue 24 Nov, 2:14 pm"."""
    return f"{day_in(moment, zone, now=now)}, {time_in(moment, zone)}"


def near_day_in(moment: datetime, zone: Zone, *, now: datetime | None = None) -> str:
    """The day there as people say it: "today", "tomorrow", "yesterday", else "Tue 24 Nov"."""
    today = _there(now or clock.now(), zone).date()
    day = _there(moment, zone).date()
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return near.get((day - today).days) or date_words(day, today=today)


def date_words(day: date, *, today: date | None = None, long: bool = False) -> str:
    """A date: "Tue 24 Nov", with the year when it is not ``today``'s.

    ``long`` is for a sentence: "Tuesday 24 November".
    """
    this_year = (today or clock.today(clock.zone("UTC"))).year
    locale = _locale()
    if locale.language == "en":
        pattern = "EEEE d MMMM" if long else "EEE d MMM"
        pattern += "" if day.year == this_year else " y"
        return babel_dates.format_date(day, pattern, locale="en")
    skeleton = ("" if day.year == this_year else "y") + ("MMMMEEEEd" if long else "MMMEd")
    return babel_dates.format_skeleton(skeleton, day, locale=locale)


def ago(moment: datetime, zone: Zone | None = None, *, now: datetime | None = None) -> str:
    """How near a moment is, up to an hour either way: "2 min ago", "in 6 min", "just now".

    Beyond an hour its clock time, and beyond today its day, in ``zone`` (the reader's own zone
    when none is given).
    """
    now = now or clock.now()
    minutes = int(abs((now - moment).total_seconds())) // MINUTE
    if minutes == 0:
        return _("just now")
    if minutes < 60:
        past = ngettext("%(num)s min ago", "%(num)s min ago", minutes)
        future = ngettext("in %(num)s min", "in %(num)s min", minutes)
        return (past if moment < now else future).replace(" min", NO_BREAK_SPACE + "min")
    zone = zone or reader_zone()
    if _there(moment, zone).date() == _there(now, zone).date():
        return time_in(moment, zone)
    return day_in(moment, zone, now=now)


def phone(e164: str | None) -> str:
    """A number as it is dialled from abroad: "+44 20 7946 0958"; nothing for no number."""
    return format_international(e164) if e164 else ""


def language_name(code: str) -> str:
    """A language by its own code in the reader's words: "es" → "Spanish"; the code if unknown."""
    return _locale().languages.get(code.lower().replace("-", "_"), code)


def country_name(code: str) -> str:
    """A country by its ISO code in the reader's words: "GB" → "United Kingdom"."""
    return _locale().territories.get(code.upper(), code)


def initials(name: str) -> str:
    """First and last initial: "Tom Ashby" → "TA"."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def reader_zone() -> tzinfo:
    """The zone of the person reading; UTC where nobody reads."""
    return (get_timezone() if has_app_context() else None) or clock.zone("UTC")


def _there(moment: datetime, zone: Zone) -> datetime:
    return moment.astimezone(clock.zone(zone) if isinstance(zone, str) else zone)


def _locale() -> Locale:
    return (get_locale() if has_app_context() else None) or Locale("en")


def _typeset(words: str) -> str:
    return words.replace("-", MINUS)
