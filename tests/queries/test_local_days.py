"""Instants as local dates, the same on both databases and in Python."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, literal, select

from leadtracker.db import Instant
from leadtracker.domain import clock
from leadtracker.queries.local_days import day_starts, local_day

ZONES = ["UTC", "Europe/London", "America/Phoenix", "America/St_Johns", "Asia/Kathmandu"]


def asked(db, moment: datetime, zone: str, first: date, last: date) -> date:
    column = literal(moment, Instant())
    return db.session.scalar(select(local_day(column, clock.zone(zone), first, last)))


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_a_spring_falls_on_the_day_its_wall_clock_shows(db, zone):
    first, last = date(2026, 3, 1), date(2026, 4, 10)
    start = day_starts(first, clock.zone(zone))

    for hours in range(0, 40 * 24, 7):
        moment = start + timedelta(hours=hours, minutes=29)
        expected = moment.astimezone(clock.zone(zone)).date()
        assert asked(db, moment, zone, first, last) == expected


def test_the_hours_around_both_changes_of_clocks_are_exact(db):
    for change in (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)):
        for minutes in (-61, -1, 0, 1, 61, 22 * 60, 23 * 60 + 1):
            moment = change + timedelta(minutes=minutes)
            expected = moment.astimezone(clock.zone("Europe/London")).date()
            day = asked(db, moment, "Europe/London", date(2026, 3, 1), date(2026, 12, 1))
            assert day == expected


def test_midnight_begins_the_day(db):
    begins = day_starts(date(2026, 7, 1), clock.zone("Europe/London"))

    assert begins == datetime(2026, 6, 30, 23, tzinfo=UTC)
    days = [asked(db, begins + timedelta(seconds=s), "Europe/London", date(2026, 6, 1),
                  date(2026, 7, 31)) for s in (-1, 0)]  # fmt: skip
    assert days == [date(2026, 6, 30), date(2026, 7, 1)]


def test_it_can_be_grouped_by(db):
    column = literal(datetime(2026, 7, 1, 12, tzinfo=UTC), Instant()).label("at")
    moments = select(column).subquery()
    day = local_day(moments.c.at, clock.zone("Europe/London"), date(2026, 1, 1), date(2026, 12, 31))
    days = select(day.label("day")).subquery()

    rows = db.session.execute(select(days.c.day, func.count()).group_by(days.c.day)).all()

    assert rows == [(date(2026, 7, 1), 1)]
