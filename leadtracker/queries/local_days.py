"""Instants as dates of a time zone, in SQL that both databases answer alike.

PostgreSQL has its own time zone tables, which may be other than ours, and SQLite has none. So the
zone's offsets over the span asked for are worked out here and sent along: one, or one more for
every change of clocks inside it.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, Date, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from leadtracker.db import Instant

_DAY = timedelta(days=1)


def day_starts(day: date, zone: tzinfo) -> datetime:
    """The instant at which ``day`` begins in ``zone``."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def local_day(column, zone: tzinfo, first: date, last: date) -> ColumnElement[date]:
    """The date in ``zone`` of an instant from ``first`` to ``last``; outside them it may be off."""
    changes = _offsets(zone, first, last)
    branches = [
        (column >= literal(since, Instant()), _shifted(column, offset))
        for since, offset in reversed(changes[1:])
    ]
    base = _shifted(column, changes[0][1])
    return case(*branches, else_=base) if branches else base


def _offsets(zone: tzinfo, first: date, last: date) -> list[tuple[datetime, timedelta]]:
    """From which instant on which offset holds, the first one and each change after it."""
    moment, end = day_starts(first, zone), day_starts(last + _DAY, zone)
    found = [(moment, _offset(moment, zone))]
    while moment < end:
        following = moment + _DAY
        if (offset := _offset(following, zone)) != found[-1][1]:
            found.append((_change(moment, following, zone), offset))
        moment = following
    return found


def _change(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    """The instant between the two at which the clocks are changed, to the second."""
    before = _offset(early, zone)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return late.replace(microsecond=0)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


class _ShiftedDate(FunctionElement):
    """The date of a UTC instant moved by a number of seconds."""

    type = Date()
    name = "shifted_date"
    inherit_cache = True


def _shifted(column, offset: timedelta) -> _ShiftedDate:
    return _ShiftedDate(column, literal(int(offset.total_seconds())))


@compiles(_ShiftedDate, "sqlite")
def _on_sqlite(element, compiler, **kwargs) -> str:
    column, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"date({column}, {seconds} || ' seconds')"


@compiles(_ShiftedDate, "postgresql")
def _on_postgresql(element, compiler, **kwargs) -> str:
    column, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(({column} AT TIME ZONE 'UTC') + {seconds} * INTERVAL '1 second' AS DATE)"
