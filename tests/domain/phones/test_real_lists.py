"""Lists nobody here wrote; their counts were made with the library alone."""

import csv
import json

import pytest

from leadtracker.domain.phones import parse_phone, parse_phones
from tests.support.real_data import real_data


def cells_of(name: str, column: int, encoding: str = "utf-8") -> list[str]:
    with real_data(f"lists/{name}").open(encoding=encoding, newline="") as file:
        return [row[column] for row in csv.reader(file) if len(row) > column]


def numbers_in(cells: list[str], region: str) -> list[str]:
    return [phone.e164 for cell in cells if (phone := parse_phone(cell, region)).e164]


def test_british_practices_share_numbers():
    numbers = numbers_in(cells_of("uk_gp_practices_epraccur_2025_noheader.csv", 17), "GB")
    assert (len(numbers), len(set(numbers))) == (16_094, 13_199)


def test_american_businesses_mostly_have_none():
    cells = cells_of("us_sf_food_businesses_cp1252.csv", 7, "cp1252")[1:]
    assert len(numbers_in(cells, "US")) == 2056
    assert sum(bool(parse_phones(cell, "US")) for cell in cells) == 2229


def test_australian_schools_leave_their_area_code_out():
    cells = cells_of("au_nsw_schools.csv", 6)[1:]
    assert len(numbers_in(cells, "AU")) == 107
    assert sum(parse_phone(cell, "AU", "02").e164 is not None for cell in cells) == 2215


def test_american_colleges_glue_extensions_on():
    cells = cells_of("us_ipeds_colleges_2013.csv", 8, "cp1252")[1:]
    phones = [phone for cell in cells for phone in parse_phones(cell, "US")]
    assert sum(bool(phone.e164) for phone in phones) == 5605
    assert sum(bool(phone.extension) for phone in phones) == 502


def test_every_example_number_of_the_library_is_read():
    with real_data("phones/libphonenumber_example_numbers.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_in_9_0_43"] == "True"]
    assert [
        row for row in rows if parse_phone(row["international"], None).e164 != row["e164"]
    ] == []


@pytest.mark.parametrize("region", ["US", "GB"])
def test_naughty_strings_do_no_harm(region):
    texts = json.loads(real_data("nasty/big-list-of-naughty-strings.blns.json").read_text("utf-8"))
    for text in texts:
        parse_phones(text, region)
