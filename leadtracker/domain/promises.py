"""Promises: whether a call that was agreed came in time. One definition, for every screen and
figure; ``queries/promises.py`` says the same in SQL, and a test holds the two together.

A promise is kept by the first call for it, whoever makes it and whether or not anybody answers:
what was promised is to call, and to call is to have the lead's telephone rung. It is kept when that
call starts within ``ON_TIME`` of the moment, late when it starts later on the same day, and broken
when it does not start by the end of that day where the lead is, or when the promise is closed
without a call. When they ask for another moment in time, the promise is moved and the new moment is
a promise of its own. When they ask in time not to be called at all, the promise is released: it
counts neither as kept nor as broken.
"""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from leadtracker.domain import clock

#: A call this near to the agreed moment is on time.
ON_TIME = timedelta(minutes=10)


class PromiseState(StrEnum):
    """How a promise stands. ``overdue`` is late and not called yet; ``late`` was called late."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    MOVED = "moved"
    RELEASED = "released"


class Agreement(Protocol):
    """A moment that was agreed and what became of it: a follow-up, or a former moment of one."""

    due_at: datetime
    breaks_at: datetime
    kept_at: datetime | None
    closed_at: datetime | None
    moved_at: datetime | None
    is_released: bool


def breaks_at(due_at: datetime, zone: str) -> datetime:
    """When a promise for ``due_at`` is broken: as the day ends in ``zone``, and never while it is
    still on time. Without a zone, the day is UTC's.
    """
    here = clock.zone(zone or "UTC")
    day = due_at.astimezone(here).date()
    midnight = datetime.combine(day + timedelta(days=1), time.min, here).astimezone(UTC)
    return max(midnight, due_at + ON_TIME + timedelta(seconds=1))


def is_call_for(due_at: datetime, started_at: datetime) -> bool:
    """Whether a call started then is the one agreed for ``due_at``, and not one long before it."""
    return whole_seconds(started_at) >= whole_seconds(due_at - ON_TIME)


def whole_seconds(moment: datetime) -> int:
    """A moment as both databases count it: whole seconds since 1970, never rounded up."""
    return int(moment.timestamp() // 1)


def lateness(agreement: Agreement) -> timedelta:
    """By how much the call came after the moment; negative before it, nothing without a call."""
    if agreement.kept_at is None:
        return timedelta(0)
    return timedelta(seconds=whole_seconds(agreement.kept_at) - whole_seconds(agreement.due_at))


def state_of(agreement: Agreement, now: datetime) -> PromiseState:
    """How the promise stands at ``now``."""
    if agreement.kept_at is not None:
        return _called(agreement)
    if agreement.moved_at is not None:
        moved_in_time = agreement.moved_at < agreement.breaks_at
        return PromiseState.MOVED if moved_in_time else PromiseState.BROKEN
    if agreement.is_released and agreement.closed_at < agreement.breaks_at:
        return PromiseState.RELEASED
    if agreement.closed_at is not None or now >= agreement.breaks_at:
        return PromiseState.BROKEN
    if now < agreement.due_at:
        return PromiseState.OPEN
    on_time = whole_seconds(now) - whole_seconds(agreement.due_at) <= ON_TIME.total_seconds()
    return PromiseState.DUE if on_time else PromiseState.OVERDUE


def _called(agreement: Agreement) -> PromiseState:
    if lateness(agreement) <= ON_TIME:
        return PromiseState.KEPT
    return PromiseState.LATE if agreement.kept_at < agreement.breaks_at else PromiseState.BROKEN
