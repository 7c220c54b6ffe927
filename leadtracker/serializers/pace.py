"""How a promotion stands: the pace of one, from its sales and the leads it has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from leadtracker.domain import pace
from leadtracker.domain.floor_time import Moment
from leadtracker.domain.pace import Forecast, Verdict
from leadtracker.models import Promotion, User
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.board import Sales, Supply

#: How many of the latest working days say how quickly leads are used up.
SUPPLY_DAYS = 5

#: The tone of a verdict, as the design's marks have it.
TONES = {Verdict.ON_PACE: "ok", Verdict.TIGHT: "warn", Verdict.BEHIND: "bad"}


@dataclass(frozen=True)
class Standing:
    """A promotion's figures at one moment; counts are orders, money is in minor units."""

    promotion: Promotion
    at: Moment
    sales: Sales = field(default_factory=Sales)
    supply: Supply = field(default_factory=Supply)
    finished: int = 0
    people: Sequence[User] = ()
    for_everyone: bool = False

    @property
    def sold(self) -> int:
        return self.sales.orders

    @property
    def target(self) -> int:
        return self.promotion.target_orders

    @property
    def is_reached(self) -> bool:
        return self.sold >= self.target

    @property
    def is_paused(self) -> bool:
        return self.promotion.state is PromotionState.PAUSED

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed; it takes orders until somebody ends it."""
        return self.days_left == 0 and self.at.last_whole_day >= self.promotion.deadline_on

    @cached_property
    def days_left(self) -> float:
        """Working days until the deadline, today as far as it is still to come."""
        return self.at.days_left(self.promotion.starts_on, self.promotion.deadline_on)

    @property
    def whole_days_left(self) -> int:
        """Working days left as people count them: today until it is over."""
        return ceil(self.days_left)

    @cached_property
    def plan(self) -> float:
        """What would be sold by now if each working day brought the same."""
        return pace.plan_today(
            self.target,
            self.promotion.starts_on,
            self.promotion.deadline_on,
            self.at.today,
            share_of_today=self.at.share_of_today,
        )

    @property
    def gap(self) -> int:
        """Ahead of plan, or behind where it is negative."""
        return self.sold - round(self.plan)

    @property
    def needed(self) -> float | None:
        """Orders each working day left has to bring; None when there is none."""
        return pace.needed_per_working_day(self.target, self.sold, self.days_left)

    @property
    def began_on(self) -> date:
        """The first day on which anybody was called for it."""
        return self.promotion.began_on(self.at.zone)

    @cached_property
    def daily(self) -> list[int]:
        """Orders of each whole working day, oldest first."""
        return pace.counts_by_working_day(self.sales.by_day, self.began_on, self.at.last_whole_day)

    @property
    def run_rate(self) -> float | None:
        """Orders a working day of late; None before the first is over."""
        rate = pace.run_rate(self.daily)
        return rate.per_day if rate else None

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where it is heading, as far as that can be told."""
        return pace.forecast(self.target, self.sold, self.days_left, self.daily)

    @property
    def forecast_from(self) -> date:
        """The first day on which there is a forecast."""
        return pace.forecast_from(self.began_on)

    @property
    def verdict(self) -> Verdict | None:
        """On pace, tight or behind; None before there is a forecast."""
        forecast = self.forecast
        return pace.verdict(forecast.probability) if forecast else None

    @property
    def tone(self) -> str:
        return TONES[self.verdict] if self.verdict else ""

    @property
    def leads_left(self) -> int:
        """Leads still to be called; while it rests, those that would be."""
        return self.supply.held if self.is_paused else self.supply.open

    @cached_property
    def days_of_leads(self) -> float | None:
        """Working days until the list runs out at the present rate; None before there is one."""
        worked = len(self.daily[-SUPPLY_DAYS:])
        if not worked or not self.finished:
            return None
        return self.leads_left / (self.finished / worked)

    @property
    def leads_run_out(self) -> bool:
        """Whether the list ends before the deadline does."""
        days = self.days_of_leads
        return days is not None and days < self.days_left

    @property
    def risk(self) -> tuple[float, date, str]:
        """Sorts the most at risk first; without a forecast, by how far behind the plan it is."""
        forecast = self.forecast
        likely = forecast.probability if forecast else self._likely_by_plan
        return likely, self.promotion.deadline_on, self.promotion.name

    @property
    def _likely_by_plan(self) -> float:
        return {"ok": 0.6, "warn": 0.5}.get(pace.tone(self.sold, self.plan), 0.34)


def supply_since(at: Moment) -> date:
    """The day from which settled leads are counted: that many working days back."""
    reach = at.last_whole_day - timedelta(days=3 * SUPPLY_DAYS)
    return pace.working_days(reach, at.last_whole_day)[-SUPPLY_DAYS]


@dataclass(frozen=True)
class Share:
    """What one person sold on live promotions, against an equal share of the plans so far."""

    person: User
    orders: int
    due: float

    @property
    def gap(self) -> int:
        return self.orders - round(self.due)

    @property
    def tone(self) -> str:
        return pace.tone(self.orders, self.due).value


def shares(standings: Sequence[Standing], orders: Mapping[tuple[int, int], int]) -> list[Share]:
    """Each caller's orders against their equal share, the furthest behind first."""
    sold: dict[int, int] = {}
    due: dict[int, float] = {}
    people: dict[int, User] = {}
    for standing in standings:
        for person in standing.people:
            people[person.id] = person
            sold[person.id] = sold.get(person.id, 0) + orders.get(
                (standing.promotion.id, person.id), 0
            )
            due[person.id] = due.get(person.id, 0.0) + standing.plan / len(standing.people)
    found = [Share(person, sold[key], due[key]) for key, person in people.items()]
    return sorted(found, key=lambda share: (share.gap, share.person.name))
