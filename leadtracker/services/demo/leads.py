"""1,500 garages, dealers and workshops in eleven time zones, with numbers nobody has."""

import random
from dataclasses import dataclass

from leadtracker.db import db
from leadtracker.domain import zones
from leadtracker.models import Lead, LeadList, LeadListMember, Phone, Team
from leadtracker.models.lead import Stage
from leadtracker.services.demo.people import Staff


@dataclass(frozen=True)
class Place:
    """A town: ``prefix`` and the range of numbers after it that is reserved for fiction."""

    city: str
    region: str
    country: str
    prefix: str
    numbers: range


def _us(city: str, region: str, area_code: int) -> Place:
    return Place(city, region, "US", f"+1{area_code}555", range(100, 200))


_UK = (
    Place("London", "England", "GB", "+442079460", range(400)),
    Place("Leeds", "England", "GB", "+441134960", range(200)),
    Place("Manchester", "England", "GB", "+441614960", range(200)),
)
_US = (
    _us("Phoenix", "Arizona", 602),
    _us("Tucson", "Arizona", 520),
    _us("Denver", "Colorado", 303),
    _us("Austin", "Texas", 512),
    _us("Seattle", "Washington", 206),
    _us("Portland", "Oregon", 503),
    _us("Los Angeles", "California", 310),
    _us("Chicago", "Illinois", 312),
)
#: The unassigned pool: somebody in it can be called at any hour of the day.
_POOL = (
    _us("New York", "New York", 212),
    _us("Miami", "Florida", 305),
    _us("Honolulu", "Hawaii", 808),
    Place("Hagåtña", "", "GU", "+1671555", range(100, 200)),
)

_FIRST = (
    "Copper State", "Mesa Verde", "Redwood Coast", "Lone Star", "High Desert", "Boulder Creek",
    "Cascade", "Gulf Breeze", "Prairie", "Sunset", "Northside", "Riverside", "Castle", "Abbey",
    "Station Road", "Moorland", "Viaduct", "Kingsway", "Harbour", "Millbrook", "Granite", "Beacon",
    "Fairfield", "Orchard", "Summit", "Lakeside", "Crossroads", "Old Mill", "Eastgate", "Westbury",
)  # fmt: skip
_SECOND = (
    "Wheel & Tyre", "Tyre Co.", "Auto", "Rim Supply", "Customs", "Fleet Services", "Motors",
    "Garage", "Wheel House", "Autocare", "Tyres", "Vehicle Services", "Alloys", "Motor Works",
)  # fmt: skip
_GIVEN = (
    "Marisol", "Owen", "Dee", "Ray", "Sandra", "Mateo", "Ines", "Gareth", "Fatima", "Colin",
    "Beth", "Hector", "Nadia", "Stuart", "Yusuf", "Carla", "Ian", "Rosa", "Neil", "Tessa",
)  # fmt: skip
_FAMILY = (
    "Reyes", "Tate", "Hughes", "Castillo", "Walker", "Brandt", "Okoye", "Price", "Silva", "Moss",
    "Farrell", "Quinn", "Novak", "Baker", "Iqbal", "Lowe", "Vega", "Sutton", "Doyle", "Marsh",
)  # fmt: skip
_ROLES = ("Purchasing manager", "Owner", "Workshop manager", "Parts desk", "")


def gather(staff: Staff, draw: random.Random) -> dict[str, list[Lead]]:
    """500 leads for each desk and 500 in the pool, each group on a list of its own."""
    groups = {
        "UK trade counters": (_UK, staff.day_desk, 500),
        "US West workshops": (_US, staff.late_desk, 500),
        "Accounts without a desk": (_POOL + _UK[1:] + _US[4:], None, 500),
    }
    taken: set[str] = set()
    return {
        name: _on_list(name, [_lead(place, number, team, draw) for place, number in drawn])
        for name, (places, team, size) in groups.items()
        for drawn in [_numbers(places, size, taken)]
    }


def _numbers(places: tuple[Place, ...], size: int, taken: set[str]) -> list[tuple[Place, str]]:
    """The first ``size`` numbers that are free, town by town in turn."""
    columns = [[(place, _number(place, n)) for n in place.numbers] for place in places]
    turns = [pair for row in zip(*_padded(columns), strict=True) for pair in row if pair]
    free = [pair for pair in turns if pair[1] not in taken][:size]
    taken.update(number for _place, number in free)
    return free


def _padded(columns: list[list]) -> list[list]:
    longest = max(len(column) for column in columns)
    return [column + [None] * (longest - len(column)) for column in columns]


def _number(place: Place, n: int) -> str:
    return f"{place.prefix}{n:0{3 if place.country == 'GB' else 4}d}"


def _lead(place: Place, number: str, team: Team | None, draw: random.Random) -> Lead:
    company = f"{draw.choice(_FIRST)} {draw.choice(_SECOND)}"
    spanish = place.country == "US" and draw.random() < 0.2
    candidates = zones.candidate_zones(place.country, place.region, place.city, "", number)
    return Lead(
        company=company,
        contact_name=f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}",
        contact_role=draw.choice(_ROLES),
        city=place.city,
        region=place.region,
        country=place.country,
        language="es" if spanish else "en",
        time_zone=zones.display_zone(candidates) or "",
        team_id=team.id if team else None,
        stage=Stage.NEW,
        source="Demo",
        is_demo=True,
        phones=[Phone(e164=number, original=number, label="direct")],
    )


def _on_list(name: str, leads: list[Lead]) -> list[Lead]:
    lead_list = LeadList(name=name)
    db.session.add(lead_list)
    db.session.add_all(leads)
    db.session.flush()
    db.session.add_all(LeadListMember(list_id=lead_list.id, lead_id=lead.id) for lead in leads)
    db.session.flush()
    return leads
