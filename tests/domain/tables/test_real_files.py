"""Files nobody here wrote; they lie outside the project."""

import json

import pytest

from leadtracker.domain.tables import detect_layout, read_heading, read_rows
from tests.support.real_data import real_data

LISTS = {
    "au_nsw_schools.csv": ("utf-8-sig", ",", True, 44, 2216),
    "de_berlin_schools_semicolon_bom.csv": ("utf-8-sig", ";", True, 9, 917),
    "fr_education_35_semicolon_bom.csv": ("utf-8-sig", ";", True, 69, 996),
    "uk_gp_practices_epraccur_2025_noheader.csv": ("utf-8-sig", ",", False, 27, 16_534),
    "us_ipeds_colleges_2013.csv": ("utf-8-sig", ",", True, 64, 5661),
    "us_sf_food_businesses_cp1252.csv": ("cp1252", ",", True, 11, 7744),
    "world_openbrewerydb.csv": ("utf-8-sig", ",", True, 14, 11_822),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_real_list_is_laid_out_as_it_is_and_no_row_is_lost(name):
    with real_data(f"lists/{name}").open("rb") as stream:
        layout = detect_layout(stream)
        rows = list(read_rows(stream, layout))

    found = (layout.encoding, layout.delimiter, layout.has_header, layout.width, len(rows))
    assert found == LISTS[name]
    assert not any(row.fault for row in rows)


SPECTRUM = (
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
)


@pytest.mark.parametrize("name", SPECTRUM)
def test_a_case_of_the_csv_spectrum_is_read_as_expected(name):
    with real_data(f"nasty/csv-spectrum/csvs/{name}.csv").open("rb") as stream:
        layout = detect_layout(stream)
        heading = read_heading(stream, layout)
        rows = [dict(zip(heading, row.cells, strict=True)) for row in read_rows(stream, layout)]

    expected = real_data(f"nasty/csv-spectrum/json/{name}.json").read_text(encoding="utf-8")
    assert rows == json.loads(expected)


def test_coordinates_with_quotation_marks_in_an_unquoted_cell_are_read():
    """The spectrum's own expectation for this file names another number than the file."""
    with real_data("nasty/csv-spectrum/csvs/location_coordinates.csv").open("rb") as stream:
        layout = detect_layout(stream)
        (row,) = read_rows(stream, layout)

    assert row.cells == [
        "2095257564",
        "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W",
        "Modesto",
        "Stanislaus",
    ]
