"""My day: promises in order, the figures, the hours, the week and the record of four weeks."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain import clock
from leadtracker.domain.presence import Presence
from leadtracker.domain.promises import PromiseState
from leadtracker.models import PresenceSpan, User
from leadtracker.queries import calls as find_calls
from leadtracker.queries import days as find
from leadtracker.queries import presence as find_presence
from leadtracker.queries import promises as find_promises
from leadtracker.queries.local_days import day_starts
from leadtracker.queries.promises import PromiseRecord
from leadtracker.serializers.promise_rows import PromiseRow, promise_row
from leadtracker.templating.wording import date_words, time_in

#: The record looks back this far, the day shown included.
RECORD_DAYS = 28

PRESENCE_NAMES = {
    Presence.DESK: _l("At the desk"),
    Presence.BREAK: _l("Break"),
    Presence.LUNCH: _l("Lunch"),
    Presence.TRAINING: _l("Training"),
}


@dataclass(frozen=True)
class DayFigures:
    """What was done; ``desk_seconds`` is the time at an open desk."""

    calls: int
    reached: int
    orders: int
    sales_minor: int
    desk_seconds: float

    @property
    def share_reached(self) -> float | None:
        return self.reached / self.calls if self.calls else None

    @property
    def calls_an_hour(self) -> float | None:
        """Nothing before a quarter of an hour at the desk: it would say anything."""
        return self.calls / self.desk_seconds * 3600 if self.desk_seconds >= 900 else None

    @property
    def order_value_minor(self) -> int | None:
        return round(self.sales_minor / self.orders) if self.orders else None


@dataclass(frozen=True)
class Rest:
    """A break: what it was, from when until when, and how long so far."""

    name: str
    times: str
    seconds: float
    goes_on: bool


@dataclass(frozen=True)
class WeekDay:
    """One day of the week's strip."""

    day: date
    name: str
    words: str
    orders: int
    is_shown: bool
    is_ahead: bool


@dataclass(frozen=True)
class Day:
    """Everything the page shows. ``owed`` are promises of earlier days, shown today alone."""

    user: User
    is_own: bool
    on: date
    is_today: bool
    owed: list[PromiseRow]
    promises: list[PromiseRow]
    now_after: int | None
    record: PromiseRecord
    four_weeks: PromiseRecord
    figures: DayFigures
    hours: list[tuple[str, int, int]]
    rests: list[Rest]
    week: list[WeekDay]

    @property
    def waiting(self) -> list[PromiseRow]:
        """Who waits for a call now, longest first."""
        return [row for row in self.owed + self.promises if row.is_current or row in self.owed]

    @property
    def next_promise(self) -> PromiseRow | None:
        return next((row for row in self.promises if row.state is PromiseState.OPEN), None)

    @property
    def before(self) -> date:
        return self.on - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.on + timedelta(days=1)


def day_of(user: User, on: date, *, reader: User) -> Day:
    """The day of ``user`` that ``reader`` asks for, by the clock of ``user``."""
    zone, now = clock.zone(user.time_zone), clock.now()
    since, until = day_starts(on, zone), day_starts(on + timedelta(days=1), zone)
    is_today = since <= now < until
    rows = _rows(user, on, zone, reader)
    spans = find_presence.spans_between(user, since, until)
    record_since = day_starts(on - timedelta(days=RECORD_DAYS - 1), zone)
    return Day(
        user=user,
        is_own=user.id == reader.id,
        on=on,
        is_today=is_today,
        owed=_owed(user, on, zone, reader) if is_today else [],
        promises=rows,
        now_after=sum(row.due_at <= now for row in rows) if is_today else None,
        record=find_promises.promise_record(since, until, now=now, owner_ids=[user.id]),
        four_weeks=find_promises.promise_record(record_since, until, now=now, owner_ids=[user.id]),
        figures=_figures(user, since, until, spans),
        hours=_hours(user, since, until, zone),
        rests=[_rest(span, since, until, zone) for span in spans if span.is_rest],
        week=_week(user, on, zone),
    )


def _rows(user: User, on: date, zone: tzinfo, reader: User) -> list[PromiseRow]:
    agreed = find_promises.promises_of_day(user, on, zone)
    agreed += find_promises.moves_of_day(user, on, zone)
    rows = [promise_row(each, reader=reader, zone=zone) for each in agreed]
    return sorted(rows, key=lambda row: (row.due_at, row.promise_id))


def _owed(user: User, on: date, zone: tzinfo, reader: User) -> list[PromiseRow]:
    return [
        promise_row(each, reader=reader, zone=zone, with_day=True)
        for each in find_promises.owed_from_before(user, on, zone)
    ]


def _figures(user: User, since, until, spans: list[PresenceSpan]) -> DayFigures:
    at_desk = sum(_seconds(span, since, until) for span in spans if not span.is_rest)
    return DayFigures(**find_calls.day_totals(user, since, until), desk_seconds=at_desk)


def _seconds(span: PresenceSpan, since, until) -> float:
    """How much of the span lies in that time; a desk lasts until it was last heard of."""
    return max((_end(span, until) - max(span.started_at, since)).total_seconds(), 0)


def _end(span: PresenceSpan, until):
    goes_on = clock.now() if span.is_rest else span.seen_at
    return min(span.ended_at or goes_on, until)


def _rest(span: PresenceSpan, since, until, zone: tzinfo) -> Rest:
    started = time_in(max(span.started_at, since), zone)
    if span.ended_at is None:
        times = _("since %(time)s", time=started)
    else:
        end = time_in(_end(span, until), zone)
        times = _("%(start)s to %(end)s", start=started, end=end)
    return Rest(
        name=str(PRESENCE_NAMES[span.state]),
        times=times,
        seconds=_seconds(span, since, until),
        goes_on=span.ended_at is None,
    )


def _hours(user: User, since, until, zone: tzinfo) -> list[tuple[str, int, int]]:
    """From the first hour with a call to the last, those without any in between included."""
    called = {hour.starts_at: hour for hour in find.calls_by_hour(user, since, until)}
    if not called:
        return []
    moment, last, rows = min(called), max(called), []
    while moment <= last:
        hour = called.get(moment)
        name = time_in(moment, zone, brief=True)
        rows.append((name, hour.called, hour.reached) if hour else (name, 0, 0))
        moment += timedelta(hours=1)
    return rows


def _week(user: User, on: date, zone: tzinfo) -> list[WeekDay]:
    """Monday to Friday, and the days of the weekend that were worked or are shown."""
    monday, today = on - timedelta(days=on.weekday()), clock.today(zone)
    days = [monday + timedelta(days=number) for number in range(7)]
    orders = find.orders_by_day(user, days[0], days[-1], zone)
    return [
        WeekDay(
            day=day,
            name=date_words(day).split()[0].rstrip(","),
            words=date_words(day, today=today, long=True),
            orders=orders.get(day, 0),
            is_shown=day == on,
            is_ahead=day > today,
        )
        for day in days
        if day.weekday() < 5 or day in orders or day == on
    ]
