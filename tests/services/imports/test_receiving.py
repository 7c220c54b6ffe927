from datetime import timedelta

import pytest

from leadtracker.db import db as database
from leadtracker.domain.columns import Field
from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Lead, LeadImport
from leadtracker.models.lead_import import ImportState
from leadtracker.services import imports
from tests.support.builders import make_list
from tests.support.import_files import receive, start, table

FILE = table("Acme,020 7946 0001,London,N1 9GU,a@acme.example")


def test_a_file_is_looked_at_and_nothing_is_imported(db, dora):
    lead_import = receive(FILE, by=dora, filename="C:\\lists\\Trade list.csv")

    assert lead_import.filename == "Trade list.csv"
    assert lead_import.state is ImportState.CHECKING
    assert (lead_import.delimiter, lead_import.has_header, lead_import.rows_total) == (",", True, 1)
    assert lead_import.columns["fields"] == ["company", "phone", "city", "postal_code", "email"]
    assert database.session.query(Lead).count() == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_spreadsheet_is_refused_with_what_to_do(db, content):
    with pytest.raises(RuleViolation, match="Save the sheet as CSV") as refusal:
        receive(content)
    assert refusal.value.field == "file"


def test_an_empty_file_is_refused(db):
    with pytest.raises(RuleViolation, match="no row"):
        receive(b"\n\n")


def test_a_file_is_read_as_a_person_says(db):
    lead_import = receive("Firma;Telefon\nMüller;030 398840\n".encode("cp1252"))

    imports.read_differently(
        lead_import, country="DE", encoding="cp1252", delimiter=";", has_header=False
    )

    assert lead_import.rows_total == 2
    assert lead_import.country == "DE"


def test_a_delimiter_that_makes_one_column_is_taken_too(db):
    lead_import = receive(FILE)

    imports.read_differently(lead_import, country="GB", delimiter=";", encoding="utf-8-sig")

    assert len(lead_import.columns["fields"]) == 1


def test_an_import_starts_with_a_list_of_its_own(db, dora):
    lead_import = receive(FILE, by=dora)

    start(lead_import, by=dora, list_name="  Trade list ")

    assert lead_import.state is ImportState.QUEUED
    assert lead_import.lead_list.name == "Trade list"


def test_an_import_may_join_a_list_that_exists(db, dora):
    known = make_list("Trade list")
    lead_import = receive(FILE, by=dora)

    start(lead_import, by=dora, list_name="Trade list")

    assert lead_import.list_id == known.id


def test_a_lead_needs_a_column_for_its_phone_or_its_company(db):
    with pytest.raises(RuleViolation, match="phone or the company"):
        start(receive(FILE), fields=[None, None, Field.CITY, None, None])


def test_two_columns_cannot_become_the_same_single_thing(db):
    with pytest.raises(RuleViolation, match="email"):
        start(receive(FILE), fields=[Field.COMPANY, Field.EMAIL, None, None, Field.EMAIL])


def test_several_columns_may_hold_numbers(db):
    lead_import = receive(FILE)

    start(lead_import, fields=[Field.PHONE, Field.PHONE, None, None, None])

    assert lead_import.state is ImportState.QUEUED


def test_a_list_needs_a_name(db):
    with pytest.raises(RuleViolation, match="name"):
        start(receive(FILE), list_name="  ")


def test_what_has_begun_is_not_changed(db):
    lead_import = receive(FILE)
    start(lead_import)

    with pytest.raises(RuleViolation, match="has begun"):
        start(lead_import)
    with pytest.raises(RuleViolation, match="has begun"):
        imports.read_differently(lead_import, country="US")
    with pytest.raises(RuleViolation, match="has begun"):
        imports.discard_import(lead_import)


def test_files_that_nobody_went_on_with_are_forgotten_after_a_day(db, clock):
    receive(FILE, filename="left.csv")
    start(receive(FILE, filename="started.csv"))
    clock.shift(timedelta(days=1, minutes=1))
    receive(FILE, filename="fresh.csv")

    assert imports.forget_unstarted() == 1

    names = database.session.scalars(database.select(LeadImport.filename))
    assert set(names) == {"started.csv", "fresh.csv"}
