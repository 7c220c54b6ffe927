"""When a lead is tried again after an outcome (recycling).

Sensible defaults of outbound practice: a lead is tried at most six times for one reason, and a try
that reached nobody is repeated in another part of the day, since whoever was out in the morning
was out for a reason that an afternoon may not share.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: Tries for one reason before it rests.
MAX_TRIES = 6

#: Parts of a day by their first hour, local time, with the hour a try in that part aims at.
_PARTS = ((8, 10), (12, 14), (16, 17))


def next_try(
    *, tried: int, ended_at: datetime, after: timedelta, zone: ZoneInfo
) -> datetime | None:
    """The moment of the next try, or None when the tries are used up.

    ``tried`` counts the tries made, this one included; ``ended_at`` is aware; ``after`` is the
    least time to wait. From a day on the try moves to the next part of the day after the one it
    failed in; shorter waits (a busy line) are kept as they are.
    """
    if tried >= MAX_TRIES:
        return None
    earliest = ended_at + after
    if after < timedelta(hours=20):
        return earliest
    local = earliest.astimezone(zone)
    hour = _PARTS[(_part_of(ended_at.astimezone(zone).hour) + 1) % len(_PARTS)][1]
    return local.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(ended_at.tzinfo)


def _part_of(hour: int) -> int:
    """Which part of the day an hour lies in; the night belongs to the last."""
    started = [index for index, (first, _) in enumerate(_PARTS) if hour >= first]
    return started[-1] if started else len(_PARTS) - 1
