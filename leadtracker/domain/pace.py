"""Will we make it? Working days, what each still has to bring, and where the run rate leads.

The forecast is a gamma-Poisson model (Gelman et al., Bayesian Data Analysis, 3rd ed., §2.6): sales
of a working day are Poisson with an unknown rate, whose Jeffreys posterior after ``n`` days with
``s`` sales is Gamma(s + ½, n); the sales of the days still to come are then negative binomial.
Real days scatter more than that, so counts are first divided by their dispersion, the variance over
the mean (quasi-Poisson: McCullagh & Nelder, Generalized Linear Models, 2nd ed., §6.2), never below
1. It knows nothing of weekdays, of trends or of a list that runs out.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, takewhile

#: Working days that the run rate looks back on.
RUN_RATE_DAYS = 10

#: Fewer working days of sales than this are no ground for a forecast (DESIGN.md, "Under five days
#: of sales it shows plan and actual only").
FORECAST_DAYS = 5

MONDAY_TO_FRIDAY = frozenset(range(5))

_ONE_DAY = timedelta(days=1)


def is_working_day(
    day: date, holidays: Collection[date] = (), weekdays: Collection[int] = MONDAY_TO_FRIDAY
) -> bool:
    """Whether the floor works on that day: a weekday of the calendar that is no holiday."""
    return day.weekday() in weekdays and day not in holidays


def working_days(
    first: date,
    last: date,
    holidays: Collection[date] = (),
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
) -> list[date]:
    """The working days from ``first`` to ``last``, both included; empty if ``last`` is earlier."""
    days = takewhile(lambda day: day <= last, (first + number * _ONE_DAY for number in count()))
    return [day for day in days if is_working_day(day, holidays, weekdays)]


def needed_per_working_day(target: int, done: int, days_left: float) -> float | None:
    """What each working day left has to bring: (target − done) / days left.

    0.0 once the target is reached; None if it is not and no day is left. ``days_left`` counts
    today as far as it is still to come.
    """
    if done >= target:
        return 0.0
    return (target - done) / days_left if days_left > 0 else None


def plan_today(
    target: int,
    start: date,
    deadline: date,
    today: date,
    holidays: Collection[date] = (),
    *,
    share_of_today: float = 1.0,
) -> float:
    """What should be sold by now if every working day brought the same.

    ``share_of_today`` is how much of today's working time has passed, 1.0 being its end. A
    promotion without a single working day is due whole on its first day.
    """
    total = len(working_days(start, deadline, holidays))
    if today < start:
        return 0.0
    if not total or today > deadline:
        return float(target)
    past = len(working_days(start, today - _ONE_DAY, holidays))
    return target * (past + share_of_today * is_working_day(today, holidays)) / total


def counts_by_working_day(
    counts: Mapping[date, int], start: date, until: date, holidays: Collection[date] = ()
) -> list[int]:
    """Sales of each working day from ``start`` to ``until``, both included, zeros filled in.

    What is sold on a day off counts for the working day before it, else for the first, so that
    nothing is lost.
    """
    days = working_days(start, until, holidays)
    sold = [0] * len(days)
    for day, number in counts.items():
        if days and start <= day <= until:
            place = sum(working <= day for working in days) - 1
            sold[max(place, 0)] += number
    return sold


@dataclass(frozen=True, slots=True)
class RunRate:
    """Sales a working day, and over how many of the latest working days they were averaged."""

    per_day: float
    days: int


def run_rate(daily: Sequence[int], window: int = RUN_RATE_DAYS) -> RunRate | None:
    """The average of the latest ``window`` whole working days; None before the first is over."""
    recent = daily[-window:]
    return RunRate(sum(recent) / len(recent), len(recent)) if recent else None


def projected_finish(done: int, per_day: float, days_left: float) -> float:
    """Where the run rate leads by the deadline: done + rate × days left."""
    return done + per_day * days_left


@dataclass(frozen=True, slots=True)
class Band:
    """A range of finishes, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The finish as far as it can be told.

    ``median`` is as likely to be passed as not; ``half`` holds the finish in 1 case of 2, ``wide``
    in 8 of 10; ``probability`` (0 to 1) is that of reaching the target; ``days`` is how many of the
    latest working days it rests on.
    """

    median: int
    half: Band
    wide: Band
    probability: float
    days: int


def forecast(
    target: int, done: int, days_left: float, daily: Sequence[int], window: int = RUN_RATE_DAYS
) -> Forecast | None:
    """The finish by the deadline, or None before there are five working days to go by.

    ``daily`` are the sales of whole working days, oldest first; ``done`` may hold more, such as
    today's.
    """
    recent = daily[-window:]
    if len(recent) < FORECAST_DAYS:
        return None
    future = _Future.after(recent, max(days_left, 0.0))
    low, quarter, median, upper, high = (
        done + future.quantile(share) for share in (0.1, 0.25, 0.5, 0.75, 0.9)
    )
    return Forecast(
        median=median,
        half=Band(quarter, upper),
        wide=Band(low, high),
        probability=future.at_least(target - done),
        days=len(recent),
    )


def forecast_from(start: date, holidays: Collection[date] = ()) -> date:
    """The first working day on which there is a forecast: after five whole ones."""
    days = (start + number * _ONE_DAY for number in count())
    working = (day for day in days if is_working_day(day, holidays))
    return next(day for number, day in enumerate(working) if number == FORECAST_DAYS)


@dataclass(frozen=True, slots=True)
class _Future:
    """Sales still to come: ``dispersion`` times a negative binomial number.

    ``shape`` and ``odds`` are those of the gamma posterior: mean = shape × odds.
    """

    shape: float
    odds: float
    dispersion: float

    @classmethod
    def after(cls, daily: Sequence[int], days_left: float) -> "_Future":
        scatter = dispersion(daily)
        shape = (sum(daily) + 0.5) / scatter
        return cls(shape=shape, odds=days_left / len(daily), dispersion=scatter)

    def quantile(self, share: float) -> int:
        """The fewest sales that are not exceeded with probability ``share``."""
        if not self.odds:
            return 0
        return round(self.dispersion * self._units_at(share))

    def at_least(self, needed: int) -> float:
        """The probability of ``needed`` sales or more."""
        if needed <= 0:
            return 1.0
        if not self.odds:
            return 0.0
        units = math.ceil(needed / self.dispersion)
        return max(0.0, 1.0 - sum(self._mass(number) for number in range(units)))

    def _units_at(self, share: float) -> int:
        reached = 0.0
        for number in range(self._most_units()):
            reached += self._mass(number)
            if reached >= share:
                return number
        return self._most_units()

    def _most_units(self) -> int:
        """Twelve standard deviations above the mean: nothing that counts lies beyond."""
        mean = self.shape * self.odds
        return math.ceil(mean + 12 * math.sqrt(mean * (1 + self.odds)) + 20)

    def _mass(self, number: int) -> float:
        """The probability of exactly ``number`` units, by logarithms so that nothing overflows."""
        return math.exp(
            math.lgamma(number + self.shape)
            - math.lgamma(self.shape)
            - math.lgamma(number + 1)
            + number * math.log(self.odds / (1 + self.odds))
            - self.shape * math.log1p(self.odds)
        )


def dispersion(daily: Sequence[int]) -> float:
    """How much more the days scatter than Poisson counts would: variance / mean, at least 1."""
    mean = sum(daily) / len(daily)
    if len(daily) < 2 or not mean:
        return 1.0
    variance = sum((number - mean) ** 2 for number in daily) / (len(daily) - 1)
    return max(1.0, variance / mean)


class Verdict(StrEnum):
    """The odds in one of three words (DESIGN.md, "Odds words")."""

    ON_PACE = "on_pace"
    TIGHT = "tight"
    BEHIND = "behind"


def verdict(probability: float) -> Verdict:
    """60 % or more is on pace, 35 to 59 % tight, less is behind; by the whole percents shown."""
    percent = round(probability * 100)
    if percent >= 60:
        return Verdict.ON_PACE
    return Verdict.TIGHT if percent >= 35 else Verdict.BEHIND


class Tone(StrEnum):
    """The tone of a target meter by its gap to the plan (DESIGN.md, "Target meter")."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"


def tone(done: float, planned: float | None) -> Tone:
    """Level or ahead is ok, up to a tenth behind warns, more is bad; without a plan, none."""
    if planned is None:
        return Tone.NONE
    if done >= planned:
        return Tone.OK
    return Tone.WARN if done >= planned * 0.9 else Tone.BAD
