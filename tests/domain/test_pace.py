import math
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.pace import (
    RunRate,
    Tone,
    Verdict,
    counts_by_working_day,
    dispersion,
    forecast,
    forecast_from,
    needed_per_working_day,
    plan_today,
    projected_finish,
    run_rate,
    tone,
    verdict,
    working_days,
)

MON, WED, FRI, SAT = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 6), date(2026, 11, 7)


@pytest.mark.parametrize(
    ("first", "last", "holidays", "count"),
    [
        (MON, FRI, (), 5),
        (MON, FRI, {WED}, 4),
        (MON, FRI, {SAT}, 5),
        (MON, MON, (), 1),
        (SAT, date(2026, 11, 8), (), 0),
        (MON, date(2026, 11, 15), (), 10),
        (FRI, MON, (), 0),
    ],
)
def test_working_days_are_weekdays_that_are_no_holidays(first, last, holidays, count):
    assert len(working_days(first, last, holidays)) == count


def test_a_floor_may_work_on_saturdays():
    assert len(working_days(MON, SAT, weekdays=range(6))) == 6


def test_the_example_of_the_product_description():
    first, last = date(2026, 11, 2), date(2026, 11, 13)
    left = len(working_days(first, last))
    assert left == 10
    assert needed_per_working_day(400, 150, left) == 25.0
    with_a_holiday = len(working_days(first, last, {date(2026, 11, 11)}))
    assert round(needed_per_working_day(400, 150, with_a_holiday), 1) == 27.8
    rate = run_rate([20] * 10)
    assert rate == RunRate(20.0, 10)
    assert projected_finish(150, rate.per_day, left) == 350
    assert forecast(400, 150, left, [20] * 10).median == 350


def test_what_is_reached_needs_nothing_and_what_is_over_cannot_be_needed():
    assert needed_per_working_day(400, 400, 0) == 0.0
    assert needed_per_working_day(400, 399, 0) is None


def test_the_run_rate_looks_back_on_the_latest_days_and_says_on_how_many():
    assert run_rate([100] * 5 + [20] * 10) == RunRate(20.0, 10)
    assert run_rate([10, 20], window=5) == RunRate(15.0, 2)
    assert run_rate([]) is None


def test_sales_of_a_day_off_are_not_lost():
    counts = {MON: 3, WED: 2, SAT: 4, date(2026, 11, 9): 1}
    assert counts_by_working_day(counts, MON, date(2026, 11, 9)) == [3, 0, 2, 0, 4, 1]
    assert counts_by_working_day({SAT: 4}, SAT, date(2026, 11, 9)) == [4]
    assert counts_by_working_day({SAT: 4}, SAT, SAT) == []


@pytest.mark.parametrize(
    ("today", "share", "planned"),
    [
        (date(2026, 11, 1), 1.0, 0.0),
        (MON, 0.0, 0.0),
        (MON, 0.5, 10.0),
        (WED, 1.0, 60.0),
        (FRI, 1.0, 100.0),
        (SAT, 0.5, 100.0),
    ],
)
def test_the_plan_is_the_same_every_working_day(today, share, planned):
    assert plan_today(100, MON, FRI, today, share_of_today=share) == planned


def test_a_holiday_moves_the_plan():
    assert plan_today(100, MON, FRI, MON, {WED}) == 25.0
    assert plan_today(100, MON, FRI, WED, {WED}) == 50.0


def test_a_promotion_on_a_day_off_is_due_at_once():
    assert plan_today(100, SAT, SAT, SAT) == 100.0


def test_nothing_is_said_before_there_are_five_days_of_sales():
    assert forecast(100, 40, 10, [10] * 4) is None
    assert forecast(100, 40, 10, [10] * 5) is not None


def test_the_first_forecast_comes_after_five_whole_working_days():
    # DESIGN.md: "Forecast from Fri 6 Nov", for a promotion that began on Fri 30 Oct.
    assert forecast_from(date(2026, 10, 30)) == FRI
    assert forecast_from(MON, {WED}) == date(2026, 11, 10)


def test_when_no_day_is_left_the_finish_is_what_is_sold():
    over = forecast(100, 80, 0, [10] * 5)
    assert (over.median, over.wide.low, over.wide.high, over.probability) == (80, 80, 80, 0.0)
    assert forecast(100, 100, 0, [10] * 5).probability == 1.0


def test_days_that_scatter_more_make_a_wider_range():
    steady, wild = [20] * 10, [0, 40] * 5
    assert dispersion(steady) == 1.0
    assert dispersion(wild) > 20
    narrow, broad = forecast(400, 200, 10, steady), forecast(400, 200, 10, wild)
    assert broad.wide.high - broad.wide.low > 3 * (narrow.wide.high - narrow.wide.low)


daily_counts = st.lists(st.integers(0, 60), min_size=5, max_size=12)


@given(daily_counts, st.integers(0, 200), st.integers(1, 400), st.integers(0, 30))
def test_a_forecast_hangs_together(daily, done, target, days_left):
    found = forecast(target, done, days_left, daily)
    bounds = [found.wide.low, found.half.low, found.median, found.half.high, found.wide.high]
    assert bounds == sorted(bounds)
    assert bounds[0] >= done
    assert 0.0 <= found.probability <= 1.0
    assert forecast(target + 10, done, days_left, daily).probability <= found.probability + 1e-9
    assert forecast(target, done, days_left + 1, daily).median >= found.median


def drawn(rng: random.Random, mean: float) -> int:
    """A Poisson number, by Knuth's method; the mean is small enough for it."""
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product, number = product * rng.random(), number + 1
    return number


@pytest.mark.parametrize("scatter", [0.0, 0.3])
def test_on_simulated_promotions_the_bands_hold_what_they_say(scatter):
    rng, wide, half, runs = random.Random(7), 0, 0, 200

    def day(mean: float) -> int:
        swing = rng.gammavariate(1 / scatter**2, scatter**2) if scatter else 1.0
        return drawn(rng, mean * swing)

    for _ in range(runs):
        mean, left = rng.uniform(1, 30), rng.randint(1, 15)
        found = forecast(1, 0, left, [day(mean) for _ in range(rng.randint(5, 10))])
        finish = sum(day(mean) for _ in range(left))
        wide += found.wide.low <= finish <= found.wide.high
        half += found.half.low <= finish <= found.half.high
    assert 0.70 <= wide / runs <= 0.90
    assert 0.40 <= half / runs <= 0.65


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, Verdict.ON_PACE),
        (0.60, Verdict.ON_PACE),
        (0.595, Verdict.ON_PACE),
        (0.594, Verdict.TIGHT),
        (0.35, Verdict.TIGHT),
        (0.344, Verdict.BEHIND),
        (0.0, Verdict.BEHIND),
    ],
)
def test_the_odds_are_told_in_three_words(probability, word):
    assert verdict(probability) is word


@pytest.mark.parametrize(
    ("done", "planned", "expected"),
    [
        (100, 100.0, Tone.OK),
        (120, 100.0, Tone.OK),
        (90, 100.0, Tone.WARN),
        (89, 100.0, Tone.BAD),
        (0, 0.0, Tone.OK),
        (50, None, Tone.NONE),
    ],
)
def test_the_meter_takes_its_tone_from_the_gap_to_the_plan(done, planned, expected):
    assert tone(done, planned) is expected
