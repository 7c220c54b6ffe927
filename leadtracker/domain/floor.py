"""What somebody on the floor is doing, worked out from their calls and their presence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leadtracker.domain.presence import DESK_SILENCE, Presence

#: A wrap-up longer than this is in the way: a call waits for its outcome.
WRAP_UP_LIMIT = timedelta(minutes=2)


class Doing(StrEnum):
    """What a person is doing. ``away``: neither at the desk nor on a break."""

    TALKING = "talking"
    RINGING = "ringing"
    WRAP_UP = "wrap_up"
    STUCK = "stuck"
    FREE = "free"
    BREAK = "break"
    LUNCH = "lunch"
    TRAINING = "training"
    AWAY = "away"


@dataclass(frozen=True)
class CallTimes:
    """The moments of a call that is not settled yet."""

    started_at: datetime
    connected_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Stay:
    """Where a person says they are: since when, and when their desk was last heard of."""

    state: Presence
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Standing:
    """What somebody does, and since when; for whoever is away nothing is known."""

    doing: Doing
    since: datetime | None


def standing_of(
    call: CallTimes | None, stay: Stay | None, *, free_since: datetime | None, now: datetime
) -> Standing:
    """A call comes first: whoever talks is there, whatever their desk says.

    ``free_since`` is when their last call was settled.
    """
    if call is not None:
        return _on_call(call, now)
    if stay is None or (stay.state is Presence.DESK and now - stay.seen_at > DESK_SILENCE):
        return Standing(Doing.AWAY, None)
    if stay.state is not Presence.DESK:
        return Standing(Doing(stay.state.value), stay.started_at)
    return Standing(Doing.FREE, max(filter(None, (stay.started_at, free_since))))


def _on_call(call: CallTimes, now: datetime) -> Standing:
    if call.ended_at is not None:
        stuck = now - call.ended_at > WRAP_UP_LIMIT
        return Standing(Doing.STUCK if stuck else Doing.WRAP_UP, call.ended_at)
    if call.connected_at is not None:
        return Standing(Doing.TALKING, call.connected_at)
    return Standing(Doing.RINGING, call.started_at)


def share_gap(count: int, counts: list[int]) -> int | None:
    """How far ``count`` lies from the even line, in hundredths of it; None when all is empty."""
    total = sum(counts)
    return round(100 * (count * len(counts) / total - 1)) if total else None
