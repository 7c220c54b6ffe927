import csv
import io

import pytest

from leadtracker.db import db as database
from leadtracker.models import Phone
from tests.support.builders import make_lead

pytestmark = pytest.mark.usefixtures("noise")


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def test_the_export_holds_what_the_filter_finds(sign_in, dora, alice):
    make_lead("Acme", owner=alice, phone="+44 20 7946 0901", email="a@acme.example")
    make_lead("Bolt")

    answer = sign_in(dora).get("/leads.csv?q=acme", buffered=True)

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    (row,) = rows_of(answer)
    assert (row["Company"], row["Phone"], row["Email"], row["Owner"]) == (
        "Acme",
        "+44 20 7946 0901",
        "a@acme.example",
        "Alice Ash",
    )


def test_no_cell_is_a_formula(sign_in, dora):
    lead = make_lead("=cmd|'/C calc'!A0", contact_name="@SUM(1+1)", phone="")
    lead.phones.append(Phone(original="+A1+B2"))
    database.session.flush()

    (row,) = rows_of(sign_in(dora).get("/leads.csv?q=calc", buffered=True))

    assert row["Company"] == "'=cmd|'/C calc'!A0"
    assert row["Contact"] == "'@SUM(1+1)"
    assert row["Phone"] == "'+A1+B2"


def test_more_leads_than_are_read_at_once_all_come(sign_in, dora):
    for number in range(510):
        make_lead(f"Exported {number}", phone="")

    answer = sign_in(dora).get("/leads.csv?q=exported&sort=company", buffered=True)
    rows = rows_of(answer)

    assert len({row["Company"] for row in rows}) == len(rows) == 510


def test_a_coordinator_takes_no_list_home(sign_in, alice):
    assert sign_in(alice).get("/leads.csv").status_code == 403
