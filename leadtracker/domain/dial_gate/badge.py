"""The calling-window badge: "OK until 9 pm", "closes in 18 min", "opens in 46 min"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leadtracker.domain import clock
from leadtracker.domain.dial_gate.hours import Hours
from leadtracker.domain.dial_gate.tables import tables_for

#: From so long before closing on, the badge counts down instead of naming the hour.
CLOSING_SOON = timedelta(minutes=30)


class WindowState(StrEnum):
    """``closing`` is open, but not for long; ``unknown`` is treated as closed by the gate."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowBadge:
    """Whether a lead may be called by the hour, and when that changes.

    ``zone`` and ``local_time`` are those to show. ``closes_at`` is given while it is open,
    ``opens_at`` while it is closed; either is None if it lies more than two weeks ahead.
    """

    state: WindowState
    zone: str | None = None
    local_time: datetime | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {WindowState.OPEN, WindowState.CLOSING}


def window_at(
    zones: tuple[str, ...],
    moment: datetime,
    *,
    jurisdictions: tuple[str, ...] = (),
    guard_seconds: int = 0,
) -> WindowBadge:
    """The badge for a lead whose candidate zones are ``zones``, by the rules the gate uses."""
    if not zones:
        return WindowBadge(state=WindowState.UNKNOWN)
    hours = Hours(zones, tables_for(jurisdictions), timedelta(seconds=guard_seconds))
    local_time = moment.astimezone(clock.zone(zones[0]))
    if not hours.is_open(moment):
        return WindowBadge(
            state=WindowState.CLOSED,
            zone=zones[0],
            local_time=local_time,
            opens_at=hours.next_open(moment),
        )
    closes_at = hours.next_close(moment)
    soon = closes_at is not None and closes_at - moment <= CLOSING_SOON
    return WindowBadge(
        state=WindowState.CLOSING if soon else WindowState.OPEN,
        zone=zones[0],
        local_time=local_time,
        closes_at=closes_at,
    )
