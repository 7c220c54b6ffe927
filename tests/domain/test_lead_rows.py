import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.columns import Field, guess_columns
from leadtracker.domain.lead_rows import LENGTHS, LeadReader
from leadtracker.domain.phones import PhoneProblem
from leadtracker.domain.tables import detect_layout, read_heading, read_rows
from tests.support.real_data import real_data


def read(row: dict[Field, str], *, country: str = "GB", area_code: str = ""):
    reader = LeadReader(list(row), country=country, area_code=area_code)
    return reader.read(list(row.values()))


def test_a_row_becomes_a_lead():
    draft = read(
        {
            Field.COMPANY: "Copper State  Wheel & Tire",
            Field.FIRST_NAME: "Marisol",
            Field.LAST_NAME: "Reyes",
            Field.PHONE: "(602) 555-0142 x4",
            Field.EMAIL: "Marisol@Copper.example; office@copper.example",
            Field.CITY: "Phoenix",
            Field.REGION: "AZ",
            Field.POSTAL_CODE: "85015",
            Field.COUNTRY: "United States",
            Field.LANGUAGE: "Spanish",
        }
    )

    assert draft.numbers == ["+16025550142"]
    assert draft.phones[0].extension == "4"
    assert draft.values["company"] == "Copper State Wheel & Tire"
    assert draft.values["contact_name"] == "Marisol Reyes"
    assert draft.values["email"] == "marisol@copper.example"
    assert draft.values["country"] == "US"
    assert draft.values["language"] == "es"
    assert draft.values["time_zone"] == "America/Phoenix"


def test_a_number_is_read_in_the_country_of_its_row():
    assert read({Field.PHONE: "020 7946 0001", Field.COUNTRY: "UK"}, country="US").numbers == [
        "+442079460001"
    ]


def test_a_country_nobody_knows_leaves_the_lists_own():
    draft = read({Field.PHONE: "020 7946 0001", Field.COUNTRY: "Atlantis"})

    assert draft.numbers == ["+442079460001"]
    assert draft.values["country"] == "GB"


def test_without_a_country_column_an_international_number_tells_the_country():
    assert read({Field.PHONE: "+1 602 555 0142"}).values["country"] == "US"
    assert read({Field.PHONE: "020 7946 0001"}).values["country"] == "GB"
    assert read({Field.PHONE: "604 555 0142"}, country="US").values["country"] == "CA"


def test_an_address_in_the_lists_country_is_not_moved_abroad_by_a_number():
    row = {Field.PHONE: "604 555 0142", Field.REGION: "Arizona"}

    assert read(row, country="US").values["country"] == "US"


def test_several_columns_and_cells_of_numbers_are_one_list_without_repetition():
    reader = LeadReader([Field.PHONE, Field.PHONE, Field.COMPANY], country="GB")

    draft = reader.read(["020 7946 0001 / 020 7946 0002", "+442079460001", "Acme"])

    assert draft.numbers == ["+442079460001", "+442079460002"]


def test_a_text_that_is_no_number_keeps_its_words_and_its_reason():
    draft = read({Field.PHONE: "0113 496", Field.COMPANY: "Acme"})

    assert draft.numbers == []
    assert draft.phones[0].original == "0113 496"
    assert draft.phone_problem is PhoneProblem.NO_SUCH_NUMBER


@pytest.mark.parametrize("text", ["", "n/a", "-1", "NULL", "0"])
def test_a_word_for_nothing_is_no_phone(text):
    draft = read({Field.PHONE: text, Field.COMPANY: "Acme"})

    assert draft.phones == []
    assert draft.phone_problem is None


def test_area_code_and_number_in_two_columns_are_one_number():
    row = {Field.AREA_CODE: "0113", Field.PHONE: "496 0123"}

    assert read(row).numbers == ["+441134960123"]


def test_a_number_that_has_its_area_code_gets_no_second_one():
    row = {Field.AREA_CODE: "0113", Field.PHONE: "020 7946 0001"}

    assert read(row).numbers == ["+442079460001"]


def test_the_area_code_of_the_list_goes_in_front_of_local_numbers():
    row = {Field.PHONE: "555-0142", Field.COMPANY: "Acme"}

    assert read(row, country="US", area_code="602").numbers == ["+16025550142"]


def test_addresses_and_notes_of_several_columns_are_joined():
    fields = [Field.ADDRESS, Field.ADDRESS, Field.ADDRESS, Field.NOTES, Field.NOTES]

    values = LeadReader(fields, country="GB").read(["1 High St", "", "Mill Lane", "a", "b"]).values

    assert values["address"] == "1 High St, Mill Lane"
    assert values["notes"] == "a\nb"


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("US", "2139", "02139"),
        ("US", "2139.0", "02139"),
        ("US", "85015-1234", "85015-1234"),
        ("DE", "1067", "01067"),
        ("AU", "800", "0800"),
        ("GB", "LS1 4AP", "LS1 4AP"),
    ],
)
def test_zeros_that_a_spreadsheet_took_off_a_postal_code_come_back(country, text, expected):
    assert read({Field.POSTAL_CODE: text}, country=country).values["postal_code"] == expected


def test_nothing_is_longer_than_its_column():
    fields = list(Field)
    values = LeadReader(fields, country="GB").read(["x" * 20_000] * len(fields)).values

    for name, length in LENGTHS.items():
        assert len(values[name]) <= length


@given(st.lists(st.text(max_size=40), min_size=len(Field), max_size=len(Field)))
def test_no_row_breaks_the_reader(cells):
    draft = LeadReader(list(Field), country="US").read(cells)

    assert all(number.startswith("+") for number in draft.numbers)
    assert not any("\0" in text for text in draft.values.values())


#: Rows with a valid number, distinct numbers, rows whose number is none, rows without: counted with
#: phonenumbers 9.0.43 when the files were collected; a newer version may differ by a few.
COUNTS = {
    "uk_gp_practices_epraccur_2025_noheader.csv": ("GB", 16_094, 13_199, 68, 372),
    "us_sf_food_businesses_cp1252.csv": ("US", 2056, 1918, 173, 5515),
    "au_nsw_schools.csv": ("AU", 2215, 2215, 0, 1),
    "world_openbrewerydb.csv": ("US", 10_481, 9901, 22, 1319),
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_numbers_of_a_real_list_are_found(name):
    country, *expected = COUNTS[name]
    with real_data(f"lists/{name}").open("rb") as stream:
        layout = detect_layout(stream)
        rows = [row.cells for row in read_rows(stream, layout)]
        guesses = guess_columns(read_heading(stream, layout), rows[:300], country)
    reader = LeadReader([guess.field for guess in guesses], country=country)

    drafts = [reader.read(row) for row in rows]

    found = [
        sum(bool(draft.numbers) for draft in drafts),
        len({draft.numbers[0] for draft in drafts if draft.numbers}),
        sum(draft.phone_problem is not None for draft in drafts),
        sum(not draft.phones for draft in drafts),
    ]
    assert found == pytest.approx(expected, rel=0.01, abs=3)
