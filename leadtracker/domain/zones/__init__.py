"""Where a lead's clock stands: from the address first, from the number second.

A telephone number is weak evidence of place (portability, mobiles, exchanges that lie across a
border of zones), and the law counts the hours of the person called. So the candidates are every
zone that the evidence leaves open, and the dial gate wants all of them open (compliance contract,
rules.md §1 and §3: ``strict_intersection``, "split state without a postal code = all its zones").
"""

from functools import lru_cache

import phonenumbers
from phonenumbers import timezone as number_zones

from leadtracker.domain.phones.facts import NumberKind, kind_of, parsed, region_of
from leadtracker.domain.plain_text import folded
from leadtracker.domain.zones.clocks import clock_of, one_a_clock
from leadtracker.domain.zones.regions import find_region, tidy_postal, zones_of_country

__all__ = [
    "candidate_zones",
    "display_zone",
    "region_code",
    "zones_for_address",
    "zones_for_number",
]

_PLACED_KINDS = frozenset(
    {NumberKind.FIXED_LINE, NumberKind.MOBILE, NumberKind.FIXED_LINE_OR_MOBILE}
)


@lru_cache(maxsize=8192)
def zones_for_address(
    country: str, region: str = "", city: str = "", postal_code: str = ""
) -> tuple[str, ...]:
    """The zones an address may lie in, that of most people first; empty without a country.

    ``country`` is ISO-2. A region is looked up by code or name, else by the postal code; a region
    with several clocks is narrowed by the postal code, else by a city that a zone is named after,
    else all its zones are given. A country whose regions are unknown gives all its zones.
    """
    country = country.upper()
    place = find_region(country, region, postal_code)
    if place is None:
        return zones_of_country(country)
    zones = place.zones_at(tidy_postal(country, postal_code))
    return _named_after(city, zones) or zones


def _named_after(city: str, zones: tuple[str, ...]) -> tuple[str, ...]:
    name = folded(city).replace(" ", "_")
    return tuple(zone for zone in zones if name and zone.rpartition("/")[2].casefold() == name)


def region_code(country: str, region: str = "", postal_code: str = "") -> str | None:
    """The code of a state or province of a country with regions ("Florida" → "FL"), or None."""
    place = find_region(country.upper(), region, postal_code)
    return place.code if place else None


@lru_cache(maxsize=8192)
def zones_for_number(e164: str) -> tuple[str, ...]:
    """The zones a number may ring in, by libphonenumber's prefix data; empty if nobody can tell.

    Toll-free, premium and other numbers without a place give nothing: they ring anywhere. The
    library names a zone of the right time, not always one of the right country ("Europe/Guernsey"
    for a mobile of Dublin); the country's own zone of that time takes its place. Ranges of the
    Crown dependencies are treated as British (rules.md §2.3).
    """
    number = parsed(e164)
    if number is None or kind_of(e164) not in _PLACED_KINDS:
        return ()
    zones = number_zones.time_zones_for_number(number)
    if number_zones.UNKNOWN_TIMEZONE in zones:
        return ()
    return tuple(dict.fromkeys(_at_home(zone, _country_of(e164)) for zone in zones))


def _country_of(e164: str) -> str:
    return "GB" if e164.startswith("+44") else region_of(e164) or ""


def _at_home(zone: str, country: str) -> str:
    own = zones_of_country(country)
    if zone in own:
        return zone
    return next((z for z in own if clock_of(z) == clock_of(zone)), zone)


def candidate_zones(
    country: str = "",
    region: str = "",
    city: str = "",
    postal_code: str = "",
    e164: str | None = None,
) -> tuple[str, ...]:
    """Every zone the lead may be in, the likeliest first, one name a clock; empty = unknown.

    The address goes first. The number narrows a bare country down to the zones they share, adds
    its own zone where it names another than the address does, and stands alone where there is no
    address. A number without a place (a mobile in most countries) says nothing beside an address
    of its own country.
    """
    by_address = zones_for_address(country or "", region or "", city or "", postal_code or "")
    by_number = zones_for_number(e164) if e164 else ()
    if not by_address or not by_number:
        return one_a_clock(by_address or by_number)
    if find_region(country.upper(), region or "", postal_code or "") is None:
        if shared := _shared(by_number, by_address):
            return one_a_clock(shared)
    elif not _has_place(e164) and _country_of(e164) == country.upper():
        return one_a_clock(by_address)
    return one_a_clock((*_shared(by_address, by_number), *by_address, *by_number))


def _shared(zones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``zones`` that keep the time of one of ``others``; same names before same times."""
    clocks = {clock_of(zone) for zone in others}
    alike = [zone for zone in zones if clock_of(zone) in clocks]
    return tuple(sorted(alike, key=lambda zone: zone not in others))


def _has_place(e164: str) -> bool:
    return phonenumbers.is_number_geographical(parsed(e164))


def display_zone(candidates: tuple[str, ...]) -> str | None:
    """The one zone whose time is shown and in which times are agreed; None if none is known."""
    return candidates[0] if candidates else None
