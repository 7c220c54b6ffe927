"""Calling hours: is it open there now, and when does that change?

Open means that the local wall clock shows a time inside a window of that weekday, in every zone
and by every table at once. Whether it is open can change only at few instants: the edges of
windows, midnight, and the moments when clocks are changed. Those are listed day by day, and the
first of them that is open (or closed) is the answer: exact across daylight saving and the date
line, and no minute has to be tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadtracker.domain import clock
from leadtracker.domain.dial_gate.tables import Table

#: How far ahead an opening is looked for. Windows repeat every week; two weeks leave room for
#: days on which everything is closed.
HORIZON_DAYS = 15

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours that count for one call: every zone it may ring in, every table that applies.

    ``guard`` closes early: a moment counts as open only if it is still open that much later.
    """

    zones: tuple[str, ...]
    tables: tuple[Table, ...]
    guard: timedelta = timedelta(0)

    def is_open(self, moment: datetime) -> bool:
        return all(self.is_open_in(zone, moment) for zone in self.zones)

    def is_open_in(self, zone: str, moment: datetime) -> bool:
        return all(self._allows(table, zone, moment) for table in self.tables)

    def closed_tables(self, moment: datetime) -> tuple[Table, ...]:
        """The tables by which it is closed now, in any zone."""
        return tuple(
            table
            for table in self.tables
            if not all(self._allows(table, zone, moment) for zone in self.zones)
        )

    def _allows(self, table: Table, zone: str, moment: datetime) -> bool:
        here = clock.zone(zone)
        open_now = _holds(table, moment.astimezone(here))
        return open_now and (
            not self.guard or _holds(table, (moment + self.guard).astimezone(here))
        )

    def next_open(self, moment: datetime) -> datetime | None:
        """The first instant from ``moment`` on at which it is open everywhere; None if there is
        none within the horizon."""
        if self.is_open(moment):
            return moment
        return next((at for at in self._changes(moment) if self.is_open(at)), None)

    def next_close(self, moment: datetime) -> datetime | None:
        """The first instant from ``moment`` on at which it is closed somewhere; None if it stays
        open beyond the horizon."""
        if not self.is_open(moment):
            return moment
        return next((at for at in self._changes(moment) if not self.is_open(at)), None)

    def _changes(self, moment: datetime) -> Iterator[datetime]:
        """The instants after ``moment`` at which anything may change, in their order."""
        first = moment.astimezone(UTC).date() - _DAY
        for number in range(HORIZON_DAYS + 2):
            day = first + number * _DAY
            yield from sorted(at for at in self._changes_on(day) if at > moment)

    def _changes_on(self, day: date) -> set[datetime]:
        """The instants of the UTC day ``day`` at which anything may change."""
        instants = {
            at
            for zone in self.zones
            for table in self.tables
            for local_day in (day - _DAY, day, day + _DAY)
            for at in _edges(zone, table, local_day)
        }
        if self.guard:
            instants |= {at - self.guard for at in instants}
        return {at for at in instants if at.date() == day}


def _holds(table: Table, local: datetime) -> bool:
    moment = local.time()
    return any(window.holds(moment) for window in table.windows[local.weekday()])


@lru_cache(maxsize=16384)
def _edges(zone: str, table: Table, day: date) -> tuple[datetime, ...]:
    """The instants (UTC) of a local day at which being open may change: its midnight, the edges
    of its windows, and the change of clocks if there is one."""
    here = clock.zone(zone)
    walls = {time.min}
    for window in table.windows[day.weekday()]:
        walls |= {window.start, window.end or time.min}
    instants = {
        datetime.combine(day, wall, here).replace(fold=fold).astimezone(UTC)
        for wall in walls
        for fold in (0, 1)
    }
    if change := _clock_change(here, day):
        instants.add(change)
    return tuple(instants)


def _clock_change(here: ZoneInfo, day: date) -> datetime | None:
    """The instant of a local day at which its clocks are changed, found by halving the day."""
    early = datetime.combine(day, time.min, here).astimezone(UTC)
    late = datetime.combine(day + _DAY, time.min, here).replace(fold=1).astimezone(UTC)
    before, after = _offset(early, here), _offset(late, here)
    if before == after:
        return None
    while late - early > _SECOND:
        middle = early + (late - early) // 2
        if _offset(middle, here) == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _offset(moment: datetime, here: ZoneInfo) -> timedelta | None:
    return moment.astimezone(here).utcoffset()
