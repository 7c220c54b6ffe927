"""Places with numbers reserved for fiction, and which of them may be called at this hour.

Processes of their own keep real time, so a test that dials asks what is open now: between Leeds and
Guam it is always daytime somewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from leadtracker.domain import clock
from leadtracker.domain.dial_gate import window_at


@dataclass(frozen=True)
class Place:
    """A town of one time zone; its 100 numbers are ``prefix`` and two digits.

    The last digits decide what the simulated network does: ``simulator.behaviour.ENDINGS``.
    """

    city: str
    region: str
    country: str
    time_zone: str
    prefix: str

    def number(self, ending: int) -> str:
        return f"{self.prefix}{ending:02d}"

    @property
    def fields(self) -> dict[str, str]:
        """The columns of a lead who lives there."""
        return {
            "city": self.city,
            "region": self.region,
            "country": self.country,
            "time_zone": self.time_zone,
        }


PLACES = (
    Place("Leeds", "", "GB", "Europe/London", "+4411349600"),
    Place("New York", "NY", "US", "America/New_York", "+121255501"),
    Place("Los Angeles", "CA", "US", "America/Los_Angeles", "+121355501"),
    Place("Honolulu", "HI", "US", "Pacific/Honolulu", "+180855501"),
    Place("Hagåtña", "", "GU", "Pacific/Guam", "+167155501"),
)

#: No test that began with an open place may see it close.
LONGEST_TEST = timedelta(minutes=10)


def open_places() -> list[Place]:
    """Where people may be called now and for as long as a test lasts."""
    return [place for place in PLACES if all(_is_open(place, at) for at in _test())]


def closed_places() -> list[Place]:
    """Where nobody may be called now, nor begins to be while a test lasts."""
    return [place for place in PLACES if not any(_is_open(place, at) for at in _test())]


def _test() -> tuple[datetime, datetime]:
    now = clock.now()
    return now, now + LONGEST_TEST


def _is_open(place: Place, moment: datetime) -> bool:
    return window_at((place.time_zone,), moment).is_open
