"""Regions of countries with several clocks, from ``regions.toml`` and the pinned ``tzdata``."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from leadtracker.domain.plain_text import folded


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province: its code, name, clocks (that of most people first) and postal codes."""

    code: str
    name: str
    zones: tuple[str, ...]
    postal: frozenset[str]
    elsewhere: dict[str, tuple[str, ...]]

    def has_postal(self, code: str) -> bool:
        return any(code.startswith(beginning) for beginning in self.postal)

    def zones_at(self, code: str) -> tuple[str, ...]:
        """The clocks at a postal code; all of the region's if the code is none of its own."""
        if not self.has_postal(code):
            return self.zones
        others = [zone for zone, places in self.elsewhere.items() if code.startswith(places)]
        return tuple(others) or self.zones[:1]


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Every zone of an ISO-2 country, by the zone table of IANA; empty for an unknown code."""
    return _zone_table().get(country, ())


@cache
def _zone_table() -> dict[str, tuple[str, ...]]:
    zones: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in zones.items()}


def find_region(country: str, region: str = "", postal_code: str = "") -> Region | None:
    """The region named by code or name, else the one the postal code lies in."""
    known = _regions().get(country, {})
    if region.strip():
        return known.get(_key(region))
    code = tidy_postal(country, postal_code)
    return next((place for place in known.values() if place.has_postal(code)), None)


def tidy_postal(country: str, postal_code: str) -> str:
    """A postal code without blanks; the zeros that a spreadsheet took off come back."""
    code = "".join(folded(postal_code).split()).upper()
    digits = {"US": 5, "AU": 4}.get(country)
    return code.split("-")[0].zfill(digits) if digits and code else code


def _key(text: str) -> str:
    return "".join(char for char in folded(text) if char.isalnum())


@cache
def _regions() -> dict[str, dict[str, Region]]:
    """Country → key of code or name → region."""
    table = tomllib.loads((files(__package__) / "regions.toml").read_text(encoding="utf-8"))
    return {
        country: {
            key: place
            for place in (_region(code, facts) for code, facts in places.items())
            for key in (_key(place.code), _key(place.name))
        }
        for country, places in table.items()
    }


def _region(code: str, facts: dict) -> Region:
    elsewhere = facts.get("elsewhere", {})
    return Region(
        code=code,
        name=facts["name"],
        zones=tuple(facts["zones"]),
        postal=frozenset(_spread(facts.get("postal", ()))),
        elsewhere={zone: tuple(places.split()) for zone, places in elsewhere.items()},
    )


def _spread(ranges: Iterable[str]) -> Iterable[str]:
    """``"320-322"`` as 320, 321, 322, keeping leading zeros."""
    for text in ranges:
        first, _, last = text.partition("-")
        if not last:
            yield first
            continue
        for number in range(int(first), int(last) + 1):
            yield str(number).zfill(len(first))
