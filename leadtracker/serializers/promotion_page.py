"""A promotion's own page: how it stands, its burn-up, how calls ended, who sold what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from flask_babel import gettext as _

from leadtracker.domain import clock, pace
from leadtracker.models import Promotion
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.queries import board as find_board
from leadtracker.queries import promises as find_promises
from leadtracker.queries import promotion_calls as find
from leadtracker.queries.promises import PromiseRecord
from leadtracker.queries.promotion_calls import OutcomeCount, PersonCalls
from leadtracker.queries.promotions import activities_of
from leadtracker.serializers.attempt_words import rules_words
from leadtracker.serializers.board import moment, standings_of
from leadtracker.serializers.pace import Standing
from leadtracker.serializers.promotion_timeline import TimelineRow, told
from leadtracker.templating.charts import Day, Finish
from leadtracker.templating.wording import date_words

#: A promise is agreed for two years ahead at most, and no promotion lasts this long.
_EVER = timedelta(days=3650)


@dataclass(frozen=True)
class OutcomeGroup:
    """Outcomes of one category, and how many calls ended so."""

    title: str
    rows: list[OutcomeCount]

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)


@dataclass(frozen=True)
class PersonRow:
    """One person's part in a promotion, against an equal share of target and plan."""

    calls: PersonCalls
    share: float
    due: float
    promises: PromiseRecord

    @property
    def gap(self) -> int:
        return self.calls.orders - round(self.due)

    @property
    def tone(self) -> str:
        return pace.tone(self.calls.orders, self.due).value if self.share else ""


@dataclass(frozen=True)
class Burnup:
    """What the burn-up draws: the working days, running totals up to today, and the fan."""

    days: list[Day]
    sold: list[int]
    finish: Finish | None


@dataclass(frozen=True)
class PromotionPage:
    """Everything the page shows."""

    standing: Standing
    burnup: Burnup
    outcomes: list[OutcomeGroup]
    called: int
    people: list[PersonRow]
    timeline: list[TimelineRow]

    @property
    def promotion(self) -> Promotion:
        return self.standing.promotion

    @property
    def attempts(self) -> str:
        """How often its leads are tried, on one line."""
        return rules_words(self.promotion.rules)

    @property
    def settled(self) -> int:
        """Calls with an outcome."""
        return sum(group.count for group in self.outcomes)

    @property
    def reached_share(self) -> float | None:
        """Conversations as a share of all calls."""
        calls = sum(row.calls.calls for row in self.people)
        return sum(row.calls.conversations for row in self.people) / calls if calls else None

    @property
    def promises(self) -> PromiseRecord:
        """How everybody's promises in its name were kept."""
        return sum((row.promises for row in self.people), PromiseRecord())

    @property
    def most_common(self) -> int:
        """The count of the commonest outcome, which its bars are measured by."""
        return max((row.count for group in self.outcomes for row in group.rows), default=1)

    @property
    def order_value_minor(self) -> int | None:
        """What an order is worth on average."""
        return (
            round(self.standing.sales.revenue_minor / self.standing.sold)
            if self.standing.sold
            else None
        )


def page_of(promotion: Promotion) -> PromotionPage:
    """The page as it stands now."""
    standing = standings_of([promotion], find_board.coordinators(), moment())[0]
    return PromotionPage(
        standing=standing,
        burnup=_burnup(standing),
        outcomes=_groups(find.outcome_counts(promotion.id)),
        called=find.leads_called(promotion.id),
        people=_people(standing),
        timeline=[told(activity) for activity in activities_of(promotion.id)],
    )


def _burnup(standing: Standing) -> Burnup:
    promotion = standing.promotion
    days = pace.working_days(promotion.starts_on, promotion.deadline_on)
    if not days:
        days = [promotion.deadline_on]
    until = min(standing.at.today, days[-1])
    counts = pace.counts_by_working_day(standing.sales.by_day, promotion.starts_on, until)
    return Burnup(
        days=[Day(date_words(day), marked=day.weekday() == 0 or day == days[0]) for day in days],
        sold=list(accumulate(counts)),
        finish=_finish(standing),
    )


def _finish(standing: Standing) -> Finish | None:
    forecast = standing.forecast
    if forecast is None or standing.is_over:
        return None
    return Finish(
        low=forecast.wide.low,
        lower=forecast.half.low,
        mid=forecast.median,
        upper=forecast.half.high,
        high=forecast.wide.high,
    )


def _groups(counts: Sequence[OutcomeCount]) -> list[OutcomeGroup]:
    """As the desk groups its keys: spoken to, not reached, closed for good."""
    titles = (
        (_("Reached"), (OutcomeCategory.SUCCESS, OutcomeCategory.REACHED)),
        (_("Not reached"), (OutcomeCategory.NOT_REACHED,)),
        (_("Closed"), (OutcomeCategory.STOP,)),
    )
    groups = [
        OutcomeGroup(title, [row for row in counts if row.category in kinds])
        for title, kinds in titles
    ]
    return [group for group in groups if group.rows]


def _people(standing: Standing) -> list[PersonRow]:
    """Everybody who worked on it, and its callers who did not yet."""
    rows = find.person_calls(standing.promotion.id)
    seen = {row.person.id for row in rows}
    rows += [PersonCalls(person) for person in standing.people if person.id not in seen]
    callers = {person.id for person in standing.people}
    share = standing.target / len(callers) if callers else 0.0
    due = standing.plan / len(callers) if callers else 0.0
    kept = _promises_by_person(standing.promotion)
    nothing = PromiseRecord()
    return [
        PersonRow(row, share, due, kept.get(row.person.id, nothing))
        if row.person.id in callers
        else PersonRow(row, 0.0, 0.0, kept.get(row.person.id, nothing))
        for row in rows
    ]


def _promises_by_person(promotion: Promotion) -> dict[int, PromiseRecord]:
    """Of every call promised in its name, whenever that is due."""
    now = clock.now()
    return find_promises.records_by_person(
        now - _EVER, now + _EVER, now=now, promotion_id=promotion.id
    )
