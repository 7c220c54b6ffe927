"""The one place that asks what time it is, and which time zone rules hold.

Time zone data is a legal dependency: Debian 12 ships IANA 2025b, which is an hour wrong for
British Columbia, Alberta and Manitoba since November 2026. Python prefers the system's copy, so
importing this module points ``zoneinfo`` at the pinned ``tzdata`` package and nowhere else.
"""

import zoneinfo
from datetime import UTC, date, datetime, tzinfo

zoneinfo.reset_tzpath(to=[])

#: Where zones are that are named after places; the other names are offsets and old spellings.
_CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic")
_CONTINENTS += ("Australia", "Europe", "Indian", "Pacific")


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(UTC)


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The IANA zone of that name; raises ``zoneinfo.ZoneInfoNotFoundError`` for any other text."""
    return zoneinfo.ZoneInfo(name)


def zone_names() -> list[str]:
    """The zones people choose from: those named after places, in order, and UTC."""
    names = zoneinfo.available_timezones()
    return [*sorted(name for name in names if name.split("/")[0] in _CONTINENTS), "UTC"]


def today(in_zone: tzinfo) -> date:
    """The calendar date at this instant in ``in_zone``."""
    return now().astimezone(in_zone).date()
