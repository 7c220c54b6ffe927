import tomllib
from importlib.resources import files

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain import clock
from leadtracker.domain.zones import (
    candidate_zones,
    display_zone,
    region_code,
    zones_for_address,
    zones_for_number,
)
from leadtracker.domain.zones.clocks import clock_of

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
DENVER, PHOENIX = "America/Denver", "America/Phoenix"


def example_mobile(region: str) -> str:
    """The library's own example; no mobiles of these countries are reserved and valid."""
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


REGIONS = tomllib.loads(
    (files("leadtracker.domain.zones") / "regions.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "expected"),
    [
        # The eleven hard cases of the compliance contract, §3.
        ("US", "IN", "46402", CHICAGO),
        ("US", "AZ", "86515", DENVER),
        ("US", "AZ", "86039", PHOENIX),
        ("US", "KY", "42101", CHICAGO),
        ("US", "FL", "32405", CHICAGO),
        ("US", "FL", "32501", CHICAGO),
        ("US", "OR", "97914", "America/Boise"),
        ("US", "TX", "79901", DENVER),
        ("US", "AK", "99546", "America/Adak"),
        ("US", "TN", "37402", NEW_YORK),
        ("US", "ND", "58601", DENVER),
        # The rest of those states.
        ("US", "Florida", "33602", NEW_YORK),
        ("US", "florida", "33602-1234", NEW_YORK),
        ("US", "TX", "75201", CHICAGO),
        ("US", "NV", "89883", DENVER),
        ("US", "MA", "2139", NEW_YORK),
        ("US", "", "60601", CHICAGO),
        ("US", "PR", "00901", "America/Puerto_Rico"),
        ("CA", "British Columbia", "V6B 1A1", "America/Vancouver"),
        ("CA", "BC", "v1c 2b3", "America/Edmonton"),
        ("CA", "", "H2X 1Y4", "America/Toronto"),
        ("AU", "", "2046", "Australia/Sydney"),
        ("AU", "NSW", "2880", "Australia/Broken_Hill"),
        ("AU", "", "800", "Australia/Darwin"),
        ("GB", "Yorkshire", "LS1 4AP", "Europe/London"),
        ("gb", "", "", "Europe/London"),
        ("DE", "Bayern", "96317", "Europe/Berlin"),
    ],
)
def test_an_address_has_its_clock(country, region, postal_code, expected):
    zones = zones_for_address(country, region, postal_code=postal_code)
    assert {clock_of(zone) for zone in zones} == {clock_of(expected)}


@pytest.mark.parametrize(
    ("region", "postal_code"), [("FL", ""), ("FL", "10001"), ("FL", "nonsense"), ("Florida", "-")]
)
def test_a_split_state_without_a_postal_code_of_its_own_has_all_its_zones(region, postal_code):
    assert zones_for_address("US", region, postal_code=postal_code) == (NEW_YORK, CHICAGO)


def test_a_city_that_gave_a_zone_its_name_lies_in_it():
    assert zones_for_address("AU", "NSW", city="Broken Hill") == ("Australia/Broken_Hill",)


def test_without_a_known_country_nothing_is_known():
    assert zones_for_address("") == ()
    assert zones_for_address("ZZ", "FL", postal_code="32405") == ()


def test_a_country_of_unknown_region_has_all_its_zones():
    assert {NEW_YORK, "Pacific/Honolulu"} <= set(zones_for_address("US", "Nowhere"))


@pytest.mark.parametrize(
    ("e164", "expected"),
    [
        ("+12125550142", (NEW_YORK,)),
        ("+17095550142", ("America/Halifax", "America/St_Johns")),
        ("+442079460123", ("Europe/London",)),
        (example_mobile("GB"), ("Europe/London",)),
        (example_mobile("GG"), ("Europe/London",)),
        (example_mobile("IE"), ("Europe/Dublin",)),
        ("+18005550199", ()),
        ("+80012345678", ()),
        ("+447700900123", ()),
        ("nonsense", ()),
    ],
)
def test_a_number_rings_where_its_prefix_says(e164, expected):
    assert zones_for_number(e164) == expected


@pytest.mark.parametrize(
    ("address", "e164", "expected"),
    [
        # They agree.
        (("US", "FL", "", "32501"), "+12515550142", (CHICAGO,)),
        # The number names another zone: both must be open, the address's is shown.
        (("US", "FL", "", "32405"), "+12125550142", (CHICAGO, NEW_YORK)),
        (("US", "NY", "", "10001"), example_mobile("GB"), (NEW_YORK, "Europe/London")),
        # A split state stays split; the number only says which half is likelier.
        (("US", "FL"), "+13055550142", (NEW_YORK, CHICAGO)),
        (("US", "TN"), "+18655550142", (NEW_YORK, CHICAGO)),
        # A bare country is narrowed by the number.
        (("US",), "+12125550142", (NEW_YORK,)),
        (("AU",), "+61255501234", ("Australia/Sydney",)),
        # A number that rings anywhere says nothing; the address stands alone.
        (("US", "IL", "", "60601"), "+18005550199", (CHICAGO,)),
        # Nor does a mobile beside an address in its own country.
        (("AU", "NSW", "", "2046"), "+61491570156", ("Australia/Sydney",)),
        (("GB", "", "", "SW1A 1AA"), example_mobile("GG"), ("Europe/London",)),
        # The number alone, the address alone, nothing at all.
        ((), "+442079460123", ("Europe/London",)),
        (("GB",), None, ("Europe/London",)),
        ((), "+18005550199", ()),
        ((), None, ()),
    ],
)
def test_the_address_goes_first_and_the_number_second(address, e164, expected):
    assert candidate_zones(*address, e164=e164) == expected


def test_an_australian_mobile_alone_may_ring_anywhere_there():
    candidates = candidate_zones(e164="+61491570156")
    assert {"Australia/Sydney", "Australia/Perth"} <= set(candidates)


def test_candidates_name_each_clock_once():
    # Arizona without the Navajo Nation and Sonora keep the same time; so do Detroit and New York.
    candidates = candidate_zones("US")
    clocks = [clock_of(zone) for zone in candidates]
    assert len(clocks) == len(set(clocks))


def test_the_likeliest_zone_is_shown():
    assert display_zone((CHICAGO, NEW_YORK)) == CHICAGO
    assert display_zone(()) is None


def test_regions_have_codes():
    assert region_code("US", "Florida") == "FL"
    assert region_code("US", "", "33602") == "FL"
    assert region_code("CA", "québec") == "QC"
    assert region_code("GB", "Yorkshire") is None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("America/Vancouver", -7), ("America/Edmonton", -6), ("America/Winnipeg", -5)],
)
def test_canada_stopped_changing_its_clocks_in_november_2026(zone, hours):
    # Compliance contract §0.2: a table of zones older than 2026f is an hour wrong here.
    assert {offset.total_seconds() / 3600 for offset in clock_of(zone)} == {hours}


def test_every_zone_of_the_table_exists_and_every_postal_beginning_is_its_own_regions():
    for country, places in REGIONS.items():
        for code, place in places.items():
            for zone in (*place["zones"], *place.get("elsewhere", {})):
                assert clock.zone(zone)
            assert set(place.get("elsewhere", {})) <= set(place["zones"])
            for beginning in " ".join(place.get("elsewhere", {}).values()).split():
                assert region_code(country, "", beginning.ljust(5, "0")) == code


@given(st.text(), st.text(), st.text(), st.text())
def test_no_address_raises(country, region, city, postal_code):
    candidate_zones(country, region, city, postal_code, None)
