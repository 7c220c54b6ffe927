"""Which zones keep the same time, whatever their names."""

from datetime import UTC, datetime, timedelta
from functools import cache

from leadtracker.domain import clock

#: Far enough ahead that only the rules of today count, none of their history.
_PROBES = tuple(datetime(2030, month, 15, 12, tzinfo=UTC) for month in range(1, 13))


@cache
def clock_of(zone: str) -> tuple[timedelta | None, ...]:
    """The zone's offsets through a year; equal for zones between which nobody can tell."""
    return tuple(probe.astimezone(clock.zone(zone)).utcoffset() for probe in _PROBES)


def one_a_clock(zones: tuple[str, ...]) -> tuple[str, ...]:
    """The first zone of each clock, in their order."""
    seen: dict[tuple, str] = {}
    for zone in zones:
        seen.setdefault(clock_of(zone), zone)
    return tuple(seen.values())
