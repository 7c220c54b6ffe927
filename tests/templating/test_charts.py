"""Where the marks of a chart lie."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from leadtracker.templating import charts


def test_the_target_stands_at_the_same_place_on_every_forecast_bar():
    bars = [charts.forecast_bar(171, 320, low=244, mid=262, high=283), charts.forecast_bar(3, 90)]
    assert {bar.target for bar in bars} == {78.74}


def test_a_bar_without_a_forecast_has_no_band():
    bar = charts.forecast_bar(3, 90, plan=4)
    assert (bar.band_width, bar.mid) == (None, None)
    assert bar.sold < bar.plan < bar.target


@given(
    sold=st.integers(0, 10**6),
    target=st.integers(1, 10**6),
    ends=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted),
)
def test_no_mark_ever_leaves_the_bar(sold, target, ends):
    low, high = ends
    bar = charts.forecast_bar(sold, target, plan=target, low=low, mid=(low + high) / 2, high=high)
    assert all(0 <= mark <= 100 for mark in (bar.sold, bar.plan, bar.mid, bar.band_from))
    assert bar.band_width > 0


def test_parts_of_a_stack_fill_it_and_parts_of_nothing_are_left_out():
    parts = charts.stack([(6, "data"), (0, "warn"), (2, "bad")])
    assert [(part.start, part.width, part.tone) for part in parts] == [
        (0.0, 75.0, "data"),
        (75.0, 25.0, "bad"),
    ]
    assert charts.stack([]) == []


def test_a_burn_up_on_its_first_morning_has_neither_sales_nor_forecast():
    chart = charts.burnup([charts.Day("Mon 2 Nov", marked=True)] * 5, [], 240)
    assert (chart.sold, chart.median, chart.ends) == ([], "", [])
    assert chart.now.x == chart.left


def test_the_fan_starts_today_widens_and_ends_at_the_deadline():
    days = [charts.Day(f"Day {n}") for n in range(10)]
    finish = charts.Finish(low=80, lower=90, mid=100, upper=110, high=120)
    chart = charts.burnup(days, [10, 20, 30, 40], 100, finish=finish)
    outline = [tuple(map(float, point.split(","))) for point in chart.fan_outer.split()]
    above, below = outline[: len(outline) // 2], outline[len(outline) // 2 :][::-1]
    widths = [low[1] - high[1] for high, low in zip(above, below, strict=True)]
    assert above[0] == below[0] == (chart.now.x, chart.now.y)
    assert widths == sorted(widths)
    assert above[-1][0] == chart.right


def test_end_labels_keep_room_between_them():
    days = [charts.Day(f"Day {n}") for n in range(4)]
    finish = charts.Finish(low=99, lower=99, mid=100, upper=101, high=101)
    heights = [end.y for end in charts.burnup(days, [10], 100, finish=finish).ends]
    assert all(below - above >= 15 for above, below in itertools.pairwise(heights))


@given(st.integers(1, 10**7))
def test_an_axis_has_one_to_four_lines_from_zero_up_to_the_target(target):
    lines = charts.burnup([charts.Day("Mon")], [], target).grid
    values = [int(line.words) for line in lines]
    assert 1 <= len(values) <= 4
    assert values[0] == 0
    assert values[-1] < target or target == 1


def test_one_value_makes_a_line_too():
    assert charts.spark([3]).points.count(",") == 1
    assert charts.spark([0, 0]).y == 25
