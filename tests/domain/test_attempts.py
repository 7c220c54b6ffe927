"""When a lead is tried again: the rules of its promotion, at every hour and on every night."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain import clock
from leadtracker.domain.attempts import (
    LIMITS,
    SPREAD_FROM,
    WISE,
    AttemptRules,
    DayPart,
    Try,
    next_try,
)
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import WaitsFor

LONDON = clock.zone("Europe/London")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING, AFTERNOON, EVENING = DayPart


def at(text: str, zone=LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def after(ended: str, wait: timedelta, *, zone=LONDON, tried=1, tried_today=1, turn=1, **rules):
    last = Try(ended_at=at(ended, zone), tried=tried, tried_today=tried_today, round=turn)
    again = next_try(last, wait, zone, rules=AttemptRules(**rules))
    return again and (again.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"), again.waits_for)


@pytest.mark.parametrize(
    ("ended", "wait", "again"),
    [
        # An engaged line is tried again when the outcome says, whatever the part of the day.
        ("2026-03-10 09:05", 10 * HOUR / 60, "2026-03-10 09:15"),
        ("2026-03-10 11:55", HOUR, "2026-03-10 12:55"),
        # From two hours on, another part of the day is tried, at its hour if it is to come.
        ("2026-03-10 10:00", 4 * HOUR, "2026-03-10 14:00"),
        ("2026-03-10 08:30", 2 * HOUR, "2026-03-10 14:00"),
        ("2026-03-10 12:10", 3 * HOUR, "2026-03-10 17:00"),
        ("2026-03-10 11:00", 6 * HOUR, "2026-03-10 17:00"),
        ("2026-03-10 13:30", 4 * HOUR, "2026-03-10 17:30"),
        ("2026-03-10 16:30", 4 * HOUR, "2026-03-11 10:00"),
        # From a day on it is the next part after the one that failed, by the calendar's days.
        ("2026-03-10 09:00", DAY, "2026-03-11 14:00"),
        ("2026-03-10 14:30", DAY, "2026-03-11 17:00"),
        ("2026-03-10 19:59", DAY, "2026-03-11 10:00"),
        ("2026-03-10 22:30", DAY, "2026-03-11 10:00"),
        ("2026-03-10 09:00", 2 * DAY, "2026-03-12 14:00"),
        # A night is spring forward, another is fall back: the hour aimed at is the wall clock's.
        ("2026-03-28 18:00", DAY, "2026-03-29 10:00"),
        ("2026-03-28 11:00", DAY, "2026-03-29 14:00"),
        ("2026-10-24 18:00", DAY, "2026-10-25 10:00"),
        ("2026-10-24 11:00", DAY, "2026-10-25 14:00"),
        # The last day of February, and of the year.
        ("2028-02-28 09:00", DAY, "2028-02-29 14:00"),
        ("2026-12-31 17:00", DAY, "2027-01-01 10:00"),
    ],
)
def test_the_next_try(ended, wait, again):
    assert after(ended, wait) == (again, WaitsFor.RETRY)


def test_on_both_clock_change_nights_the_wait_is_real_time():
    spring = after("2026-03-29 00:50", HOUR / 2)
    autumn = next_try(
        Try(ended_at=datetime(2026, 10, 25, 0, 50, tzinfo=UTC), tried=1, tried_today=1),
        HOUR / 2,
        LONDON,
        rules=AttemptRules(),
    )

    assert spring == ("2026-03-29 02:20", WaitsFor.RETRY)
    assert autumn.at == datetime(2026, 10, 25, 1, 20, tzinfo=UTC)


def test_two_tries_a_day_are_enough():
    assert after("2026-03-10 14:00", 4 * HOUR, tried=2, tried_today=2) == (
        "2026-03-11 17:00",
        WaitsFor.ENOUGH_TODAY,
    )


def test_an_engaged_line_too_waits_for_tomorrow_when_the_day_is_used_up():
    assert after("2026-03-10 09:00", HOUR / 6, tried=2, tried_today=2) == (
        "2026-03-11 14:00",
        WaitsFor.ENOUGH_TODAY,
    )


def test_a_wait_of_days_is_a_retry_even_when_the_day_is_used_up():
    assert after("2026-03-10 09:00", 2 * DAY, tried=2, tried_today=2)[1] is WaitsFor.RETRY


def test_the_day_is_the_leads_own():
    kiritimati = clock.zone("Pacific/Kiritimati")

    again = after("2026-03-10 23:50", HOUR / 2, zone=kiritimati, tried=2, tried_today=2)

    assert again == ("2026-03-11 00:20", WaitsFor.RETRY)


def test_when_the_tries_are_used_up_it_is_over():
    assert after("2026-03-10 09:00", DAY, tried=6) is None
    assert after("2026-03-10 09:00", DAY, tried=3, tries=3) is None
    assert after("2026-03-10 09:00", DAY, tried=5) is not None


def test_a_promotion_that_recycles_begins_again_after_the_rest():
    again = after("2026-03-10 09:00", DAY, tried=6, rounds=2, recycle_after_days=30)

    assert again == ("2026-04-09 14:00", WaitsFor.RECYCLED)
    assert after("2026-03-10 09:00", DAY, tried=6, turn=2, rounds=2) is None


@pytest.mark.parametrize(
    ("parts", "ended", "again"),
    [
        ((MORNING, AFTERNOON), "2026-03-10 14:00", "2026-03-11 10:00"),
        ((MORNING, AFTERNOON), "2026-03-10 10:00", "2026-03-11 14:00"),
        ((MORNING, EVENING), "2026-03-10 10:00", "2026-03-11 17:00"),
        ((EVENING,), "2026-03-10 17:00", "2026-03-11 17:00"),
        ((EVENING,), "2026-03-10 10:00", "2026-03-11 17:00"),
    ],
)
def test_only_the_chosen_parts_of_the_day_are_tried(parts, ended, again):
    assert after(ended, DAY, parts=parts) == (again, WaitsFor.RETRY)


def test_calling_hours_move_it_to_the_same_part_of_a_later_day():
    sunday, monday = at("2026-03-15 00:00"), at("2026-03-16 09:00")

    again = next_try(
        Try(ended_at=at("2026-03-14 10:00"), tried=1, tried_today=1),
        DAY,
        LONDON,
        rules=AttemptRules(),
        opens=lambda moment: max(moment, monday) if moment >= sunday else moment,
    )

    assert again.at == at("2026-03-16 14:00")


def test_hours_that_never_meet_the_part_of_the_day_still_give_a_moment():
    def mornings(moment):
        local = moment.astimezone(LONDON)
        opening = datetime.combine(local.date(), time(9), LONDON)
        if local.hour >= 11:
            return opening + DAY
        return max(moment, opening.astimezone(UTC))

    again = next_try(
        Try(ended_at=at("2026-03-10 10:00"), tried=1, tried_today=1),
        DAY,
        LONDON,
        rules=AttemptRules(),
        opens=mornings,
    )

    assert again.at.astimezone(LONDON).hour == 9


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_that_makes_no_sense_is_refused_on_its_field(name):
    least, most = LIMITS[name]

    for wrong in (least - 1, most + 1):
        with pytest.raises(RuleViolation) as refused:
            AttemptRules(**{name: wrong})
        assert refused.value.field == name


def test_some_part_of_the_day_there_must_be():
    with pytest.raises(RuleViolation) as refused:
        AttemptRules(parts=())

    assert refused.value.field == "parts"


def test_the_usual_rules_are_wise_and_are_kept_as_nothing():
    usual = AttemptRules()

    assert usual.unusual == {}
    for name, (least, most) in WISE.items():
        assert LIMITS[name][0] <= least <= getattr(usual, name) <= most <= LIMITS[name][1]


def test_rules_come_back_from_json_as_they_were():
    rules = AttemptRules(tries=3, parts=(EVENING, MORNING))

    assert rules.unusual == {"tries": 3, "parts": ["morning", "evening"]}
    assert AttemptRules(**rules.unusual) == rules


# --- whatever the rules and the hour -------------------------------------------------------------

ZONES = st.sampled_from(
    [
        "Europe/London", "America/Phoenix", "America/St_Johns", "Asia/Kathmandu",
        "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago",
    ]
).map(clock.zone)  # fmt: skip
RULES = st.builds(
    AttemptRules,
    tries=st.integers(1, 30),
    tries_a_day=st.integers(1, 6),
    parts=st.sets(st.sampled_from(DayPart), min_size=1).map(tuple),
    recycle_after_days=st.integers(1, 365),
    rounds=st.integers(1, 3),
)
ENDED = st.datetimes(
    min_value=datetime.fromisoformat("2026-01-01"),
    max_value=datetime.fromisoformat("2028-12-31"),
    timezones=st.just(UTC),
)
WAITS = st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=60))


@given(ended_at=ENDED, wait=WAITS, zone=ZONES, rules=RULES, tried_today=st.integers(1, 7))
def test_it_is_later_in_another_part_and_on_another_day_when_it_must(
    ended_at, wait, zone, rules, tried_today
):
    last = Try(ended_at=ended_at, tried=1, tried_today=tried_today)

    again = next_try(last, wait, zone, rules=rules)

    if rules.tries == 1 and rules.rounds == 1:
        assert again is None
        return
    assert again.at > ended_at
    then, before = again.at.astimezone(zone), ended_at.astimezone(zone)
    if tried_today >= rules.tries_a_day:
        assert then.date() > before.date()
    if again.waits_for is WaitsFor.RETRY and wait < SPREAD_FROM:
        assert again.at == ended_at + wait
    else:
        assert DayPart.of(then.hour) in rules.parts
        assert then.hour >= 8
        if len(rules.parts) > 1:
            assert DayPart.of(then.hour) is not DayPart.of(before.hour)


@given(first=ENDED, wait=WAITS, zone=ZONES, rules=RULES)
def test_a_lead_that_never_answers_is_left_in_peace_in_the_end(first, wait, zone, rules):
    moments, tried, round_ = [first], 0, 1

    while True:
        tried += 1
        today = moments[-1].astimezone(zone).date()
        last = Try(
            ended_at=moments[-1],
            tried=tried,
            tried_today=sum(each.astimezone(zone).date() == today for each in moments),
            round=round_,
        )
        again = next_try(last, wait, zone, rules=rules)
        if again is None:
            break
        moments.append(again.at)
        if again.waits_for is WaitsFor.RECYCLED:
            tried, round_ = 0, round_ + 1

    days = [moment.astimezone(zone).date() for moment in moments]
    assert len(moments) == rules.tries * rules.rounds
    assert max(days.count(day) for day in days) <= rules.tries_a_day


def test_an_outcome_may_owe_a_lead_a_longer_rest_and_never_a_shorter_one():
    rules = AttemptRules(cool_down_days=2, missed_days=0)

    assert rules.rests_after(reached=True, owed=60 * DAY) == 60 * DAY
    assert rules.rests_after(reached=False, owed=DAY) == DAY
    assert rules.rests_after(reached=True, owed=DAY) == 2 * DAY
