"""Where the marks of a chart lie: numbers in, SVG coordinates out.

``components/charts.html`` draws them. Geometry goes into SVG attributes and colour into classes,
so a strict content security policy has nothing to block and both themes are free.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: The target stands at the same place on every forecast bar: left of the line is short of it.
TARGET_SHARE = 1 / 1.27

#: A bar narrower than this many per cent cannot be seen.
LEAST_PART = 0.6


@dataclass(frozen=True)
class ForecastBar:
    """Marks of one forecast bar, in per cent of its width; the band is absent with no forecast."""

    sold: float
    plan: float | None
    target: float
    mid: float | None
    band_from: float | None
    band_width: float | None


def forecast_bar(
    sold: float,
    target: float,
    *,
    plan: float | None = None,
    low: float | None = None,
    mid: float | None = None,
    high: float | None = None,
) -> ForecastBar:
    """Sold so far, what the plan says now, and where it is heading (``low`` to ``high``).

    ``target`` must be positive. What lies beyond the bar's end is drawn at its end.
    """
    top = target / TARGET_SHARE

    def share(value: float | None) -> float | None:
        return None if value is None else round(min(max(value / top, 0), 1) * 100, 2)

    start, end = share(low), share(high)
    return ForecastBar(
        sold=share(sold),
        plan=share(plan),
        target=share(target),
        mid=share(mid),
        band_from=start,
        band_width=None if start is None or end is None else round(max(end - start, LEAST_PART), 2),
    )


@dataclass(frozen=True)
class Part:
    """One part of a stack: where it starts and how wide it is, in per cent."""

    start: float
    width: float
    tone: str


def stack(parts: Sequence[tuple[float, str]]) -> list[Part]:
    """Parts of a whole in one bar, from pairs of value and tone; parts of nothing are left out."""
    total = sum(value for value, _tone in parts)
    placed, start = [], 0.0
    for value, tone in parts:
        if value <= 0:
            continue
        share = value / total * 100
        placed.append(Part(round(start, 2), round(max(share, LEAST_PART), 2), tone))
        start += share
    return placed


@dataclass(frozen=True)
class Spark:
    """A sparkline: its points, and the last one, which is marked."""

    points: str
    x: float
    y: float


def spark(values: Sequence[float], width: int = 96, height: int = 28) -> Spark:
    """A line of at least one value on its own scale, beginning at zero."""
    top = max(values) * 1.15 or 1
    step = (width - 6) / max(len(values) - 1, 1)
    points = [
        (round(2 + index * step, 1), round(height - 3 - value / top * (height - 6), 1))
        for index, value in enumerate(values)
    ]
    return Spark(_path(points), *points[-1])


@dataclass(frozen=True)
class Day:
    """One working day along a burn-up: its name, whether the axis prints it, why it is closed."""

    name: str
    marked: bool = False
    closed: str = ""


@dataclass(frozen=True)
class Finish:
    """Where a promotion is heading by its deadline: 8 in 10, 1 in 2 and the middle."""

    low: float
    lower: float
    mid: float
    upper: float
    high: float


@dataclass(frozen=True)
class Point:
    """A mark at a place, with the words it carries."""

    x: float
    y: float
    words: str = ""


@dataclass(frozen=True)
class Shade:
    """Closed days, shaded, with their reason."""

    x: float
    width: float
    words: str


@dataclass(frozen=True)
class Burnup:
    """A burn-up drawn in ``width`` × ``height``; the fan is empty with no forecast."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    grid: list[Point]
    axis: list[Point]
    shades: list[Shade]
    plan: str
    target_y: float
    actual: str
    sold: list[Point]
    now: Point
    median: str
    fan_outer: str
    fan_inner: str
    ends: list[Point]


MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 34, 104, 18, 30


def burnup(
    days: Sequence[Day],
    sold: Sequence[int],
    target: int,
    *,
    finish: Finish | None = None,
    width: int = 940,
    height: int = 316,
) -> Burnup:
    """Sold so far (running total per day, today last), the plan, the target and the forecast.

    ``days`` are all working days from start to deadline, at least one; ``sold`` has one total for
    each of the first of them. Uncertainty widens with the square root of the days ahead.
    """
    total, today, last = (sold[-1] if sold else 0), len(sold), len(days)
    scale = _Scale(last, max(target, total, finish.high if finish else 0, 1) * 1.15, width, height)
    points = [scale.point(0, 0)] + [
        scale.point(index + 1, value, day.name)
        for index, (value, day) in enumerate(zip(sold, days, strict=False))
    ]
    fan = _Fan(scale, today, last, total, finish) if finish and today < last else None
    return Burnup(
        width=width,
        height=height,
        left=MARGIN_LEFT,
        right=scale.x(last),
        top=MARGIN_TOP,
        bottom=height - MARGIN_BOTTOM,
        grid=[scale.point(0, value, str(value)) for value in _round_values(target)],
        axis=[scale.point(i + 1, 0, day.name) for i, day in enumerate(days) if day.marked],
        shades=_shades(scale, days),
        plan=_line([scale.point(0, 0), scale.point(last, target)]),
        target_y=scale.y(target),
        actual=_line(points),
        sold=points[1:],
        now=points[-1],
        median=fan.median() if fan else "",
        fan_outer=fan.band(finish.low, finish.high) if fan else "",
        fan_inner=fan.band(finish.lower, finish.upper) if fan else "",
        ends=_apart(
            [scale.point(last, v, str(round(v))) for v in (finish.high, finish.mid, finish.low)]
        )
        if finish
        else [],
    )


@dataclass(frozen=True)
class _Scale:
    days: int
    top: float
    width: int
    height: int

    def x(self, day: float) -> float:
        return round(MARGIN_LEFT + day / self.days * (self.width - MARGIN_LEFT - MARGIN_RIGHT), 1)

    def y(self, value: float) -> float:
        space = self.height - MARGIN_TOP - MARGIN_BOTTOM
        return round(self.height - MARGIN_BOTTOM - value / self.top * space, 1)

    def point(self, day: float, value: float, words: str = "") -> Point:
        return Point(self.x(day), self.y(value), words)


@dataclass(frozen=True)
class _Fan:
    scale: _Scale
    today: int
    last: int
    total: float
    finish: Finish

    def median(self) -> str:
        start = self.scale.point(self.today, self.total)
        return _line([start, self.scale.point(self.last, self.finish.mid)])

    def band(self, low: float, high: float) -> str:
        days = range(self.today, self.last + 1)
        above = [self.scale.point(day, self._at(day, high)) for day in days]
        below = [self.scale.point(day, self._at(day, low)) for day in days]
        return _line(above + below[::-1])

    def _at(self, day: int, end: float) -> float:
        done = (day - self.today) / (self.last - self.today)
        middle = self.total + (self.finish.mid - self.total) * done
        return middle + (end - self.finish.mid) * math.sqrt(done)


def _shades(scale: _Scale, days: Sequence[Day]) -> list[Shade]:
    step = scale.x(1) - scale.x(0)
    return [
        Shade(scale.x(index), round(step, 1), day.closed)
        for index, day in enumerate(days)
        if day.closed
    ]


def _round_values(target: int) -> list[int]:
    """Zero and the round numbers below the target that make three or four lines."""
    rough = max(target / 4, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in (1, 2, 3, 5, 10) if nice * power >= rough)
    return list(range(0, math.ceil(target), int(step)))[:4]


def _apart(points: list[Point], least: float = 15) -> list[Point]:
    """Labels below each other with room to read, from the top one down."""
    placed: list[Point] = []
    for point in points:
        y = max(point.y, placed[-1].y + least) if placed else point.y
        placed.append(Point(point.x, round(y, 1), point.words))
    return placed


def _line(points: Sequence[Point]) -> str:
    return _path([(point.x, point.y) for point in points])


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
