import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.csv_cells import safe_cell
from tests.support.real_data import real_data


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|'/C calc'!A0",
        "+A1+B2",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        " =1+1",
        "＝1+1",
        "-",
        "+",
    ],
)
def test_what_a_spreadsheet_would_compute_becomes_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "+44 20 7946 0001",
        "+1 (602) 555-0142 x12",
        "@ Stewart Motors",
        "@stewart",
        "- 13 Main St",
        "-Smith & Sons, Ltd.",
        "-12.5",
        "'s Brewery",
        "Smith = Jones",
        "",
        "DDE",
    ],
)
def test_honest_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_numbers_and_nothing_are_cells_too():
    assert safe_cell(12) == "12"
    assert safe_cell(None) == ""


@pytest.mark.parametrize("name", ["payloadbox", "payloadsallthethings"])
def test_no_known_payload_is_computed(name):
    payloads = real_data(f"nasty/csv_injection_{name}.txt").read_text().splitlines()

    written = [safe_cell(payload) for payload in payloads]

    assert not [cell for cell in written if cell.lstrip()[:1] in ("=", "+", "-", "@")]


@given(st.text())
def test_a_cell_that_is_computed_is_never_a_call(text):
    written = safe_cell(text)

    if written[:1] in ("=", "+", "-", "@"):
        assert written[0] != "="
        assert not set(written) & set("|!")
