"""Numbers, money and moments in the words of the screen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale

from leadtracker.templating import wording

#: The sample moment of the design: 9:14 pm in Leeds and 2:14 pm in Phoenix, a Thursday.
NOW = datetime(2026, 11, 19, 21, 14, tzinfo=UTC)
PHOENIX, LEEDS = "America/Phoenix", "Europe/London"

NBSP = "\u00a0"


def test_a_moment_is_told_in_the_zone_asked_for_and_never_breaks_before_pm():
    assert wording.time_in(NOW, PHOENIX) == f"2:14{NBSP}pm"
    assert wording.time_in(NOW, ZoneInfo(LEEDS)) == f"9:14{NBSP}pm"


def test_brief_leaves_out_the_minutes_of_a_whole_hour_only():
    nine = datetime(2026, 11, 19, 21, 0, tzinfo=UTC)
    assert wording.time_in(nine, LEEDS, brief=True) == f"9{NBSP}pm"
    assert wording.time_in(NOW, LEEDS, brief=True) == f"9:14{NBSP}pm"


def test_a_day_bears_its_year_only_when_it_is_another():
    assert wording.day_in(NOW, LEEDS, now=NOW) == "Thu 19 Nov"
    assert wording.day_in(NOW, LEEDS, now=NOW + timedelta(days=90)) == "Thu 19 Nov 2026"
    assert wording.day_time_in(NOW, PHOENIX, now=NOW) == f"Thu 19 Nov, 2:14{NBSP}pm"


def test_a_day_is_the_day_there_and_not_here():
    late = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert wording.day_in(late, PHOENIX, now=NOW) == "Thu 19 Nov"
    assert wording.day_in(late, LEEDS, now=NOW) == "Fri 20 Nov"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "Sat 21 Nov")]
)
def test_a_near_day_is_called_as_people_call_it(days, words):
    assert wording.near_day_in(NOW + timedelta(days=days), LEEDS, now=NOW) == words


def test_a_date_in_a_sentence_is_written_out():
    today = date(2026, 11, 19)
    assert wording.date_words(date(2026, 11, 30), today=today, long=True) == "Monday 30 November"
    assert wording.date_words(date(2026, 9, 14), today=today) == "Mon 14 Sep"


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(seconds=-40), "just now"),
        (timedelta(minutes=-2, seconds=-5), f"2{NBSP}min ago"),
        (timedelta(minutes=6), f"in 6{NBSP}min"),
        (timedelta(minutes=-59, seconds=-59), f"59{NBSP}min ago"),
        (timedelta(hours=-1), f"8:14{NBSP}pm"),
        (timedelta(hours=-30), "Wed 18 Nov"),
    ],
)
def test_nearness_is_relative_up_to_an_hour_then_a_clock_time_then_a_day(apart, words):
    assert wording.ago(NOW + apart, LEEDS, now=NOW) == words


@pytest.mark.parametrize(
    ("minor", "currency", "full", "short"),
    [
        (648000, "GBP", "£6,480.00", "£6.5k"),
        (311800, "USD", "$3,118.00", "$3.1k"),
        (80000, "GBP", "£800.00", "£800"),
        (53520, "GBP", "£535.20", "£535"),
        (99960, "GBP", "£999.60", "£1k"),
        (18000000, "GBP", "£180,000.00", "£180k"),
        (-64800, "USD", "−$648.00", "−$648"),
        (1500, "JPY", "¥1,500", "¥1.5k"),
    ],
)
def test_money_is_exact_on_documents_and_short_on_meters(minor, currency, full, short):
    assert wording.money(minor, currency) == full
    assert wording.money_short(minor, currency) == short


@pytest.mark.parametrize(
    ("seconds", "clock_face", "words"),
    [
        (0, "0:00", f"0{NBSP}s"),
        (112, "1:52", f"1{NBSP}min 52{NBSP}s"),
        (222.9, "3:42", f"3{NBSP}min 42{NBSP}s"),
        (3723, "1:02:03", f"1{NBSP}h 2{NBSP}min"),
    ],
)
def test_a_length_is_a_clock_face_or_words(seconds, clock_face, words):
    assert wording.duration(seconds) == clock_face
    assert wording.duration_words(seconds) == words


def test_numbers_have_separators_a_true_minus_and_a_space_before_the_per_cent_sign():
    assert wording.number(12480) == "12,480"
    assert wording.percent(0.71) == f"71{NBSP}%"
    assert wording.percent(-0.125, digits=1) == f"−12.5{NBSP}%"
    assert [wording.signed(n) for n in (24, -12, 0)] == ["+24", "−12", "0"]


def test_a_number_is_printed_as_dialled_from_abroad_and_no_number_is_nothing():
    assert wording.phone("+442079460958") == "+44 20 7946 0958"
    assert wording.phone(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Tom Ashby", "TA"), ("cher", "C"), ("Ana María de la Cruz", "AC"), ("", "")],
)
def test_initials_are_the_first_and_the_last(name, letters):
    assert wording.initials(name) == letters


def test_a_reader_of_another_language_gets_its_own_forms(page):
    with page.app_context(), force_locale("es"):
        assert wording.time_in(NOW, LEEDS) == "21:14"
        assert wording.number(12480) == "12.480"
        assert wording.date_words(date(2026, 11, 30), today=NOW.date()).startswith("lun")
