import pytest

from leadtracker.domain.area_codes import area_code_of


@pytest.mark.parametrize(
    ("region", "postal_code", "expected"),
    [
        ("NSW", "", "02"),
        ("", "2046", "02"),
        ("", "3000", "03"),
        ("", "4000", "07"),
        ("", "800", "08"),
        ("", "7000", "03"),
        ("New South Wales", "2880", "08"),
        ("Western Australia", "", "08"),
        ("", "", ""),
        ("", "SW1A 1AA", ""),
    ],
)
def test_an_australian_place_has_its_area_code(region, postal_code, expected):
    assert area_code_of("AU", region, postal_code) == expected


def test_elsewhere_the_place_does_not_decide():
    assert area_code_of("US", "NY", "10001") == ""
