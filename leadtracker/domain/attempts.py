"""When a lead is tried again after an outcome, by the rules of its promotion.

The usual rules are those of outbound practice: a try that reached nobody is repeated in another
part of the day, since whoever was out in the morning was out for a reason that an afternoon may
not share; never more than twice a day; and after six tries the lead rests. Where they come from
stands in ``docs/decisions/007-attempt-rules.md``.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.queue import WaitsFor

#: A shorter wait (a line that was engaged) is kept as it is: somebody is there.
SPREAD_FROM = timedelta(hours=2)

#: From here on a wait counts in days of the lead's calendar: "tomorrow" is not 24 hours later.
DAYS_FROM = timedelta(hours=20)

_DAY = timedelta(days=1)

#: An opening that never meets the part of the day looked for: after so many, any hour will do.
_OPENINGS_TRIED = 14


class DayPart(StrEnum):
    """A part of the day by the lead's clock."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @classmethod
    def of(cls, hour: int) -> "DayPart":
        """The part an hour lies in; the night belongs to the evening before it."""
        begun = [part for part in cls if hour >= part.begins]
        return begun[-1] if begun else cls.EVENING

    @property
    def begins(self) -> int:
        return _HOURS[self][0]

    @property
    def aim(self) -> int:
        """The hour at which a try in this part is due."""
        return _HOURS[self][1]

    @property
    def ends(self) -> int:
        return _HOURS[self][2]


#: First hour, the hour aimed at, and the hour it is over.
_HOURS = {
    DayPart.MORNING: (8, 10, 12),
    DayPart.AFTERNOON: (12, 14, 16),
    DayPart.EVENING: (16, 17, 20),
}

EVERY_PART = tuple(DayPart)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRules:
    """How a promotion tries its leads; raises ``RuleViolation`` on the field that makes no sense.

    ``tries`` in all, and ``tries_a_day`` of them; ``parts`` of the day that a repeated try may be
    in. A lead rests ``cool_down_days`` after another promotion reached it, and ``missed_days``
    after another one tried it and reached nobody, and longer where the outcome of that call owes
    it a longer rest. When the tries are used up it rests
    ``recycle_after_days`` and is tried anew, in ``rounds`` rounds at most.
    """

    tries: int = 6
    tries_a_day: int = 2
    parts: tuple[DayPart, ...] = EVERY_PART
    cool_down_days: int = 2
    missed_days: int = 0
    recycle_after_days: int = 30
    rounds: int = 1

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise RuleViolation(
                    N_("Between %(least)s and %(most)s."), field=name, least=least, most=most
                )
        chosen = tuple(part for part in DayPart if part in self.parts)
        if not chosen:
            raise RuleViolation(N_("Choose at least one part of the day."), field="parts")
        object.__setattr__(self, "parts", chosen)

    def rests_after(self, *, reached: bool, owed: timedelta = timedelta()) -> timedelta:
        """How long a lead is left in peace after another promotion called it.

        ``owed`` is the rest that the outcome gives a lead it closes: it counts for everybody.
        """
        return max(owed, timedelta(days=self.cool_down_days if reached else self.missed_days))

    @property
    def unusual(self) -> dict:
        """What differs from the usual rules, as JSON; empty when nothing does."""
        usual, own = USUAL_RULES.written, self.written
        return {name: value for name, value in own.items() if value != usual[name]}

    @property
    def written(self) -> dict:
        """All of them as JSON."""
        return asdict(self) | {"parts": [part.value for part in self.parts]}


#: The least and the most that makes sense, by field.
LIMITS = {
    "tries": (1, 30),
    "tries_a_day": (1, 6),
    "cool_down_days": (0, 90),
    "missed_days": (0, 90),
    "recycle_after_days": (1, 365),
    "rounds": (1, 9),
}

USUAL_RULES = AttemptRules()

#: Beyond these a number is more (or less) than practice and regulators think wise.
WISE = {
    "tries": (3, 8),
    "tries_a_day": (1, 3),
    "cool_down_days": (1, 30),
    "missed_days": (0, 14),
    "recycle_after_days": (14, 180),
    "rounds": (1, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A try that is over: how many it makes in this round and today, by the lead's calendar.

    ``ended_at`` is aware; ``round`` counts from 1.
    """

    ended_at: datetime
    tried: int
    tried_today: int
    round: int = 1


@dataclass(frozen=True, slots=True)
class NextTry:
    """The moment of the next try, and what the lead waits for until then.

    ``waits_for`` is ``RECYCLED`` when it begins a new round.
    """

    at: datetime
    waits_for: WaitsFor


def next_try(
    last: Try,
    after: timedelta,
    zone: ZoneInfo,
    *,
    rules: AttemptRules,
    opens: Callable[[datetime], datetime] = lambda moment: moment,
) -> NextTry | None:
    """When the lead is tried again, or None when the tries of the last round are used up.

    ``after`` is the least time to wait, by the outcome; ``opens`` gives the first moment from one
    on at which the lead may be called. Short waits are kept as they are. A longer one ends in
    another part of the day than the try that failed, and from a day on in the next part after it.
    """
    if last.tried >= rules.tries:
        return _recycled(last, zone, rules, opens)
    ended_at = last.ended_at.astimezone(UTC)
    earliest, waits_for = ended_at + after, WaitsFor.RETRY
    tomorrow = _midnight(ended_at.astimezone(zone).date() + _DAY, zone)
    if last.tried_today >= rules.tries_a_day and earliest < tomorrow:
        earliest, waits_for = tomorrow, WaitsFor.ENOUGH_TODAY
    elif after < SPREAD_FROM:
        return NextTry(opens(earliest), waits_for)
    elif after >= DAYS_FROM:
        earliest = max(ended_at, _midnight(earliest.astimezone(zone).date(), zone))
    wanted = _others_than(last, zone, rules)
    if after >= DAYS_FROM or waits_for is WaitsFor.ENOUGH_TODAY:
        wanted = wanted[:1]
    return NextTry(_open_in(wanted, earliest, zone, opens), waits_for)


def _recycled(last: Try, zone: ZoneInfo, rules: AttemptRules, opens) -> NextTry | None:
    if last.round >= rules.rounds:
        return None
    rested = last.ended_at.astimezone(zone).date() + rules.recycle_after_days * _DAY
    wanted = _others_than(last, zone, rules)[:1]
    return NextTry(_open_in(wanted, _midnight(rested, zone), zone, opens), WaitsFor.RECYCLED)


def _others_than(last: Try, zone: ZoneInfo, rules: AttemptRules) -> list[DayPart]:
    """The parts the next try may be in, the next after the failed one first.

    The failed one is among them only when there is no other.
    """
    failed = EVERY_PART.index(DayPart.of(last.ended_at.astimezone(zone).hour))
    turn = [EVERY_PART[(failed + step) % len(EVERY_PART)] for step in (1, 2)]
    return [part for part in turn if part in rules.parts] or list(rules.parts)


def _open_in(wanted: list[DayPart], earliest: datetime, zone: ZoneInfo, opens) -> datetime:
    """The first moment from ``earliest`` on that lies in a wanted part and may be called in."""
    opened = earliest
    for _each in range(_OPENINGS_TRIED):
        moment = next(_moments_in(wanted, opened, zone))
        opened = opens(moment)
        if opened == moment:
            return moment
    return opened


def _moments_in(wanted: list[DayPart], earliest: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Moments from ``earliest`` on in the wanted parts: itself, and each hour aimed at."""
    local = earliest.astimezone(zone)
    for part in sorted(wanted, key=EVERY_PART.index):
        if part.begins <= local.hour < part.ends:
            yield earliest
    for day in (local.date() + number * _DAY for number in count()):
        for part in sorted(wanted, key=EVERY_PART.index):
            aimed = datetime.combine(day, time(part.aim), zone).astimezone(UTC)
            if aimed >= earliest:
                yield aimed


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When that day begins there, in UTC: two moments of one zone are compared by its clocks."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
