import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadtracker.domain.due_words import (
    Assumption,
    DueProblem,
    DueProblemCode,
    DueReading,
    read_due,
)
from tests.support.real_data import real_data

#: Thursday 19 November 2026, 14:14 in Phoenix: the moment of the design's screens.
NOW = datetime(2026, 11, 19, 21, 14, 30, tzinfo=UTC)
PHOENIX = "America/Phoenix"


def read(text: str, language: str = "en", now: datetime = NOW, zone: str = PHOENIX):
    return read_due(text, now=now, zone=zone, language=language)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("tue 3pm", "2026-11-24 15:00"),
        ("Tue, 3 p.m.", "2026-11-24 15:00"),
        ("tomorrow 10", "2026-11-20 10:00"),
        ("tomorrow at 07:30", "2026-11-20 07:30"),
        ("tomorrow 7:30", "2026-11-20 19:30"),
        ("tomorrow morning", "2026-11-20 10:00"),
        ("this afternoon", "2026-11-19 15:00"),
        ("in 2 h", "2026-11-19 16:15"),
        ("in 90 min", "2026-11-19 15:45"),
        ("in 2 min", "2026-11-19 14:17"),
        ("in 1.5 hours", "2026-11-19 15:45"),
        ("1 h 30 min", "2026-11-19 15:45"),
        ("in two hours", "2026-11-19 16:15"),
        ("in half an hour", "2026-11-19 14:45"),
        ("in 3 days", "2026-11-22 10:00"),
        ("in 2 weeks at 3pm", "2026-12-03 15:00"),
        ("in a fortnight", "2026-12-03 10:00"),
        ("in 1 month", "2026-12-19 10:00"),
        ("1 dec", "2026-12-01 10:00"),
        ("dec 1", "2026-12-01 10:00"),
        ("1 dec 14:30", "2026-12-01 14:30"),
        ("dec 1 3pm", "2026-12-01 15:00"),
        ("1 dec 10", "2026-12-01 10:00"),
        ("the 1st of december at 4", "2026-12-01 16:00"),
        ("1/12 15:00", "2026-12-01 15:00"),
        ("2026-12-01 9am", "2026-12-01 09:00"),
        ("1 nov", "2027-11-01 10:00"),
        ("19 nov 16:00", "2026-11-19 16:00"),
        ("next week", "2026-11-23 10:00"),
        ("next tue", "2026-11-24 10:00"),
        ("tue next week 9am", "2026-11-24 09:00"),
        ("next month", "2026-12-01 10:00"),
        ("mon", "2026-11-23 10:00"),
        ("thu", "2026-11-26 10:00"),
        ("day after tomorrow 9", "2026-11-21 09:00"),
        ("15:30", "2026-11-19 15:30"),
        ("3pm", "2026-11-19 15:00"),
        ("10am", "2026-11-20 10:00"),
        ("5", "2026-11-19 17:00"),
        ("12", "2026-11-20 12:00"),
        ("12am", "2026-11-20 00:00"),
        ("today 5", "2026-11-19 17:00"),
        ("half past 3", "2026-11-19 15:30"),
        ("fri at noon", "2026-11-20 12:00"),
        ("3pm on friday", "2026-11-20 15:00"),
        ("mar 3", "2027-03-03 10:00"),
    ],
)
def test_the_shorthand_of_the_field_is_read_in_their_time(text, understood):
    reading = read(text)
    assert isinstance(reading, DueReading)
    assert reading.understood == understood
    assert reading.due_at == reading.local
    assert reading.due_at.tzinfo is UTC
    assert f"{reading.local:%Y-%m-%d %H:%M}" == understood


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("mañana a las 10", "2026-11-20 10:00"),
        ("manana a las 10", "2026-11-20 10:00"),
        ("mañana por la mañana", "2026-11-20 10:00"),
        ("mañana por la tarde", "2026-11-20 15:00"),
        ("pasado mañana a las 11", "2026-11-21 11:00"),
        ("el martes a las 3", "2026-11-24 15:00"),
        ("el próximo lunes a las 9", "2026-11-23 09:00"),
        ("martes que viene", "2026-11-24 10:00"),
        ("mar 3", "2026-11-24 15:00"),
        ("en 2 horas", "2026-11-19 16:15"),
        ("en media hora", "2026-11-19 14:45"),
        ("en una hora y media", "2026-11-19 15:45"),
        ("dentro de una semana", "2026-11-26 10:00"),
        ("la próxima semana", "2026-11-23 10:00"),
        ("la semana que viene", "2026-11-23 10:00"),
        ("el martes de la próxima semana", "2026-11-24 10:00"),
        ("el mes que viene", "2026-12-01 10:00"),
        ("1 dic", "2026-12-01 10:00"),
        ("1 de diciembre a las 9", "2026-12-01 09:00"),
        ("el 3 de diciembre a las 4 de la tarde", "2026-12-03 16:00"),
        ("a las 8 de la noche", "2026-11-19 20:00"),
        ("hoy a las 5 y media", "2026-11-19 17:30"),
        ("el viernes por la mañana", "2026-11-20 10:00"),
        ("tomorrow 10", "2026-11-20 10:00"),
    ],
)
def test_spanish_is_read_as_well(text, understood):
    reading = read(text, "es")
    assert isinstance(reading, DueReading)
    assert reading.understood == understood


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", DueProblemCode.EMPTY),
        ("  \u200b ", DueProblemCode.EMPTY),
        ("soon", DueProblemCode.NOT_UNDERSTOOD),
        ("25:00", DueProblemCode.NOT_UNDERSTOOD),
        ("13pm", DueProblemCode.NOT_UNDERSTOOD),
        ("3pm est", DueProblemCode.NOT_UNDERSTOOD),
        ("31 feb", DueProblemCode.NOT_UNDERSTOOD),
        ("tue 3pm " * 20, DueProblemCode.NOT_UNDERSTOOD),
        ("today", DueProblemCode.TIME_MISSING),
        ("19 nov", DueProblemCode.TIME_MISSING),
        ("today 1", DueProblemCode.IN_THE_PAST),
        ("yesterday", DueProblemCode.IN_THE_PAST),
        ("25 december 2025", DueProblemCode.IN_THE_PAST),
        ("1 dec 2030", DueProblemCode.TOO_FAR),
        ("in 9999 days", DueProblemCode.TOO_FAR),
        ("in 99999 hours", DueProblemCode.NOT_UNDERSTOOD),
    ],
)
def test_what_gives_no_moment_says_why(text, code):
    assert read(text) == DueProblem(code)


def test_what_the_words_left_open_is_said():
    assert read("tue").assumptions == {Assumption.DEFAULT_TIME}
    assert read("tue 3").assumptions == {Assumption.AFTERNOON}
    assert read("tue 3pm").assumptions == set()
    assert read("in 2 h").assumptions == set()


@pytest.mark.parametrize(
    ("text", "zone", "now", "local", "utc", "assumption"),
    [
        # Clocks go forward over it: moved by the hour that is missing.
        ("sun 2:30am", "America/New_York", "2027-03-10", "03:30", "07:30", "moved_forward"),
        ("dom a las 02:30", "America/New_York", "2027-03-10", "03:30", "07:30", "moved_forward"),
        ("sun 1:30am", "Europe/London", "2027-03-24", "02:30", "01:30", "moved_forward"),
        # Clocks go back over it: the first of the two.
        ("sun 1:30am", "America/New_York", "2026-10-28", "01:30", "05:30", "first_of_two"),
        ("sun 1:30am", "Europe/London", "2026-10-21", "01:30", "00:30", "first_of_two"),
        # The day after either.
        ("mon 9am", "America/New_York", "2027-03-12", "09:00", "13:00", None),
        ("mon 9am", "America/New_York", "2026-10-30", "09:00", "14:00", None),
        # Canada, which has stopped changing its clocks.
        ("15 dec 9am", "America/Vancouver", "2026-12-01", "09:00", "16:00", None),
    ],
)
def test_a_change_of_clocks_is_seen(text, zone, now, local, utc, assumption):
    reading = read(text, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=zone)
    assert f"{reading.local:%H:%M}" == local
    assert f"{reading.due_at:%H:%M}" == utc
    assert reading.assumptions == ({assumption} if assumption else set())


def test_hours_from_now_are_hours_that_pass():
    before = datetime(2027, 3, 14, 6, 30, tzinfo=UTC)
    reading = read("in 2 h", now=before, zone="America/New_York")
    assert reading.due_at == before + timedelta(hours=2)
    assert f"{reading.local:%H:%M}" == "04:30"


def test_tomorrow_is_theirs_on_either_side_of_the_date_line():
    auckland = read("tomorrow 10", zone="Pacific/Auckland")
    honolulu = read("tomorrow 10", zone="Pacific/Honolulu")
    assert auckland.due_at == datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    assert honolulu.due_at == datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert auckland.understood == "2026-11-21 10:00"
    assert honolulu.understood == "2026-11-20 10:00"


@pytest.mark.parametrize("day", range(16, 23))
def test_a_weekday_is_always_the_next_one_after_today(day):
    now = datetime(2026, 11, day, 12, tzinfo=UTC)
    for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        ahead = read(name, now=now, zone="UTC").local.date() - now.date()
        assert 1 <= ahead.days <= 7
        assert f"{read(name, now=now, zone='UTC').local:%a}".lower() == name


def test_an_unknown_zone_is_an_error_of_ours():
    with pytest.raises(ZoneInfoNotFoundError):
        read("tue", zone="Mars/Olympus")


words = st.sampled_from(
    [
        *("tue", "mar", "next", "in", "2", "h", "min", "days", "10", "3pm", "15:30", "mañana", "a"),
        *("las", "la", "semana", "que", "viene", "dec", "dic", "1", "31", "tomorrow", "today"),
        *("half", "past", "de", "tarde", "0", "99", "2026", "/", "-", ".", "at", "y", "media"),
    ]
)
moments = st.timedeltas(timedelta(0), timedelta(days=730)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
shorthand = st.lists(words, max_size=6).map(" ".join)


@given(
    st.text() | shorthand,
    st.sampled_from(["en", "es", "fr", ""]),
    moments,
    st.sampled_from(["Europe/London", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
)
@example("31 dec", "en", datetime(2027, 12, 31, 23, 59, tzinfo=UTC), "Europe/London")
@example("29 feb", "en", datetime(2027, 1, 1, tzinfo=UTC), "Europe/London")
def test_no_text_raises_and_no_moment_lies_in_the_past(text, language, now, zone):
    found = read_due(text, now=now, zone=zone, language=language)
    if isinstance(found, DueReading):
        assert now < found.due_at <= now + timedelta(days=731)


@pytest.mark.parametrize("language", ["en", "es"])
def test_naughty_strings_never_raise(language):
    path = real_data("nasty/big-list-of-naughty-strings.blns.json")
    for text in json.loads(path.read_text("utf-8")):
        read(text, language)
