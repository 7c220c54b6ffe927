from itertools import islice

import pytest

from leadtracker.domain.columns import Certainty, Field, Reason, guess_columns
from leadtracker.domain.tables import detect_layout, read_heading, read_rows
from tests.support.real_data import real_data


def guessed(heading: str, *rows: str, region: str = "GB"):
    """Guesses for a table written with bars."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return guess_columns([name.strip() for name in heading.split("|")], cells, region)


def fields(guesses) -> list[Field | None]:
    return [guess.field for guess in guesses]


def test_heading_and_cells_together_are_certain():
    guess = guessed("Phone", "020 7946 0001", "020 7946 0002")[0]

    assert (guess.field, guess.certainty) == (Field.PHONE, Certainty.CERTAIN)
    assert guess.reason is Reason.HEADING_AND_CELLS


def test_a_column_that_says_tel_but_holds_none_is_not_the_phone():
    guesses = guessed("Company | Tel? | Line", "Acme | yes | 020 7946 0001")

    assert fields(guesses) == [Field.COMPANY, None, Field.PHONE]
    assert guesses[1].reason is Reason.CELLS_DISAGREE


def test_the_fax_is_never_the_phone():
    guesses = guessed("Company | Fax", "Acme | 020 7946 0001", "Bolt | 020 7946 0002")

    assert fields(guesses) == [Field.COMPANY, None]
    assert guesses[1].reason is Reason.FAX


def test_a_second_phone_with_a_plain_name_joins_the_first():
    guesses = guessed("Firma | Telefon | Handy", "Acme | 020 7946 0001 | 020 7946 0002")

    assert fields(guesses) == [Field.COMPANY, Field.PHONE, Field.PHONE]


def test_a_head_office_number_that_repeats_is_left_out():
    rows = [f"Shop {place} | 020 7946 00{place} | 020 7946 0999" for place in range(10, 30)]

    guesses = guessed("Company | Phone | Area office", *rows)

    assert fields(guesses) == [Field.COMPANY, Field.PHONE, None]
    assert guesses[2].reason is Reason.REPEATS


def test_numbers_without_area_code_are_the_phone_but_need_a_look():
    guess = guessed("Phone", "9713 6220", "6543 7271", region="AU")[0]

    assert (guess.field, guess.certainty) == (Field.PHONE, Certainty.CHECK)
    assert guess.reason is Reason.NUMBERS_INCOMPLETE


def test_without_heading_cells_alone_are_never_certain():
    guesses = guessed(
        " | | | | ",
        "K1 | The Surgery | Lawson Street | TS18 1HU | 0113 496 0001",
        "K2 | The Practice | Farrer Street | TS18 2AW | 0113 496 0002",
    )

    assert fields(guesses) == [
        None,
        Field.COMPANY,
        Field.ADDRESS,
        Field.POSTAL_CODE,
        Field.PHONE,
    ]
    assert {guess.certainty for guess in guesses if guess.field} == {Certainty.CHECK}


def test_without_heading_only_one_column_of_numbers_is_the_phone():
    guesses = guessed(" | ", "020 7946 0001 | 020 7946 0101", "020 7946 0002 | 020 7946 0102")

    assert fields(guesses) == [Field.PHONE, None]


def test_a_bare_name_is_the_company_unless_there_is_one():
    assert fields(guessed("Name", "Acme")) == [Field.COMPANY]
    assert fields(guessed("Name | Company", "Ann | Acme")) == [Field.CONTACT, Field.COMPANY]
    assert fields(guessed("Nombre | Apellidos", "Ana | Ruiz")) == [
        Field.FIRST_NAME,
        Field.LAST_NAME,
    ]


def test_german_land_is_a_country_or_a_state_by_what_stands_in_it():
    assert fields(guessed("Firma | Land", "Acme | Deutschland")) == [Field.COMPANY, Field.COUNTRY]
    assert fields(guessed("Firma | Land", "Acme | Bayern")) == [Field.COMPANY, Field.REGION]


def test_numbers_are_read_in_the_country_of_their_row():
    rows = ["Acme | 212 555 0142 | USA", "Bolt | 212 555 0143 | United States"]

    guess = guessed("Company | Phone | Country", *rows, region="GB")[1]

    assert guess.certainty is Certainty.CERTAIN


def test_words_for_missing_count_as_empty():
    guesses = guessed("Company | Mail", "Acme | n/a", "Bolt | NULL", "Cog | x@cog.example")

    assert guesses[1].certainty is Certainty.CERTAIN


def test_an_empty_column_without_name_is_left_out():
    assert guessed("Company | ", "Acme | ", "Bolt | ")[1].reason is Reason.EMPTY


#: Column numbers, from 1, that a person would choose.
LISTS = {
    "au_nsw_schools.csv": ("AU", {3: "company", 4: "address", 5: "city", 6: "postal_code",
                                  7: "phone", 8: "email", 9: "website"}),
    "de_berlin_schools_semicolon_bom.csv": ("DE", {2: "company", 3: "postal_code", 4: "address",
                                                   5: "phone", 7: "email", 8: "website"}),
    "fr_education_35_semicolon_bom.csv": ("FR", {2: "company", 5: "address", 8: "postal_code",
                                                 10: "city", 19: "phone", 21: "website",
                                                 22: "email"}),
    "uk_gp_practices_epraccur_2025_noheader.csv": ("GB", {2: "company", 10: "postal_code",
                                                          18: "phone"}),
    "us_ipeds_colleges_2013.csv": ("US", {2: "company", 3: "address", 4: "city", 5: "region",
                                          6: "postal_code", 9: "phone", 14: "website"}),
    "us_sf_food_businesses_cp1252.csv": ("US", {2: "company", 3: "address", 4: "city",
                                                5: "postal_code", 8: "phone"}),
    "world_openbrewerydb.csv": ("US", {2: "company", 4: "address", 7: "city", 8: "region",
                                       9: "postal_code", 10: "country", 11: "phone",
                                       12: "website"}),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_the_columns_of_a_real_list_are_found(name):
    region, expected = LISTS[name]
    with real_data(f"lists/{name}").open("rb") as stream:
        layout = detect_layout(stream)
        heading = read_heading(stream, layout)
        rows = [row.cells for row in islice(read_rows(stream, layout), 300)]

    found = {guess.index + 1: guess.field for guess in guess_columns(heading, rows, region)}

    assert {column: found[column] for column in expected} == expected
    assert [column for column, field in found.items() if field == "phone"] == [
        column for column, field in expected.items() if field == "phone"
    ]
