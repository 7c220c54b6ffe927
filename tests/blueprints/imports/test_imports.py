import csv
import io

import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.models import Lead, LeadImport
from leadtracker.models.lead_import import ImportState
from leadtracker.services import imports, schedulers
from tests.support.builders import make_lead
from tests.support.import_files import import_all, receive, start, table

pytestmark = pytest.mark.usefixtures("noise")

FILE = table(
    "Acme,020 7946 0970,London,N1 9GU,a@acme.example",
    "Bolt,0113 496,Leeds,LS1 4AP,",
    '"Cog,020 7946 0971,,,',
)


def upload(browser, content: bytes = FILE, name: str = "Trade_list.csv", **kwargs):
    data = {"file": (io.BytesIO(content), name), "country": "GB"}
    return browser.post("/imports", data=data, content_type="multipart/form-data", **kwargs)


def newest() -> LeadImport:
    return database.session.scalar(select(LeadImport).order_by(LeadImport.id.desc()))


def columns(lead_import, **fields) -> dict:
    chosen = {f"fields-{n}": name or "" for n, name in enumerate(lead_import.columns["fields"])}
    return {**chosen, "list_name": "Trade list", "area_code": "", "team_id": "", **fields}


# --- the file ------------------------------------------------------------------------------------


def test_a_file_is_received_and_shown_before_anything_is_saved(sign_in, dora):
    browser = sign_in(dora)

    answer = upload(browser)

    lead_import = newest()
    assert answer.status_code == 303
    assert answer.location == f"/imports/{lead_import.id}/edit"
    page = browser.get(answer.location).text
    for words in ("Match your columns", "3 rows", "5 columns", "Acme", "+44 20 7946 0970"):
        assert words in page
    assert "Trade list" in page
    assert database.session.scalar(select(Lead).where(Lead.company == "Acme")) is None


def test_htmx_is_led_on_to_the_check(sign_in, dora):
    answer = upload(sign_in(dora), htmx=True)

    assert answer.headers["HX-Redirect"] == f"/imports/{newest().id}/edit"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is no row in that file."),
        (b"PK\x03\x04zip", "Save the sheet as CSV"),
    ],
)
def test_what_is_no_table_is_refused_on_its_field(sign_in, dora, content, words):
    answer = upload(sign_in(dora), content, htmx=True)

    assert answer.status_code == 422
    assert words in answer.text
    assert "<html" not in answer.text


def test_a_form_without_a_file_is_refused(sign_in, dora):
    answer = sign_in(dora).post("/imports", data={"country": "GB"}, htmx=True)

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("path", ["/imports", "/imports/1", "/imports/1/edit", "/imports/1/rows"])
def test_coordinators_and_team_leads_import_nothing(sign_in, alice, mona, path):
    assert sign_in(alice).get(path).status_code == 403
    assert sign_in(mona).get(path).status_code == 403


def test_an_import_that_is_not_there_answers_404(sign_in, dora):
    assert sign_in(dora).get("/imports/999999").status_code == 404


# --- the check -----------------------------------------------------------------------------------


def test_the_file_is_read_again_as_it_is_said_to_be(sign_in, dora):
    lead_import = receive(b"Firma;Telefon\nM\xfcller;030 398840\n", by=dora, country="GB")

    answer = sign_in(dora).post(
        f"/imports/{lead_import.id}",
        data={"delimiter": ";", "encoding": "cp1252", "has_header": "no", "country": "DE"},
        htmx=True,
    )

    assert answer.status_code == 200
    assert 'id="import-check"' in answer.text
    assert "<html" not in answer.text
    assert (lead_import.country, lead_import.has_header) == ("DE", False)


def test_an_encoding_nobody_knows_is_refused(sign_in, dora):
    lead_import = receive(FILE, by=dora)

    answer = sign_in(dora).post(
        f"/imports/{lead_import.id}",
        data={"delimiter": ",", "encoding": "klingon", "has_header": "yes", "country": "GB"},
        htmx=True,
    )

    assert answer.status_code == 422
    assert "Choose one of the list." in answer.text


def test_the_preview_follows_the_columns(sign_in, dora):
    lead_import = receive(FILE, by=dora)

    answer = sign_in(dora).post(
        f"/imports/{lead_import.id}/preview",
        data=columns(lead_import, **{"fields-0": "", "fields-1": ""}),
        htmx=True,
    )

    assert answer.status_code == 200
    assert "(blank)" in answer.text
    assert "+44 20 7946 0970" not in answer.text


# --- the run -------------------------------------------------------------------------------------


def test_a_queued_import_says_when_it_begins_and_when_it_cannot(sign_in, dora, clock):
    lead_import = receive(FILE, by=dora)
    start(lead_import, by=dora)
    browser, address = sign_in(dora), f"/imports/{lead_import.id}"

    for headers in ({}, {"htmx": True}):
        assert "It waits for the scheduler" in browser.get(address, **headers).text

    schedulers.note_tick()
    assert "It begins in a moment." in browser.get(address).text


def test_it_runs_in_the_background_and_says_how_far_it_is(sign_in, dora):
    lead_import, browser = receive(FILE, by=dora), sign_in(dora)

    answer = browser.post(f"/imports/{lead_import.id}/run", data=columns(lead_import))
    assert answer.location == f"/imports/{lead_import.id}"
    waiting = browser.get(answer.location).text
    assert 'hx-trigger="every 1s"' in waiting
    assert imports.run_next_import()
    done = browser.get(answer.location, htmx=True).text

    assert "hx-trigger" not in done
    assert "2 leads are in, 1 row brought nothing new" in done
    assert "2 + 0 + 0 + 1 = 3, every row of the file." in done
    assert "Trade list" in done


def test_what_cannot_start_comes_back_as_it_was_sent(sign_in, dora):
    lead_import, browser = receive(FILE, by=dora), sign_in(dora)
    url = f"/imports/{lead_import.id}/run"

    nameless = browser.post(url, data=columns(lead_import, list_name=""), htmx=True)
    useless = browser.post(
        url, data=columns(lead_import, **{"fields-0": "", "fields-1": ""}), htmx=True
    )

    assert (nameless.status_code, useless.status_code) == (422, 422)
    assert "Give the list a name." in nameless.text
    assert "A lead needs one of them." in useless.text
    assert lead_import.state is ImportState.CHECKING


def test_a_column_that_is_nothing_we_know_is_refused(sign_in, dora):
    lead_import = receive(FILE, by=dora)
    data = columns(lead_import, **{"fields-0": "shoe_size"})

    answer = sign_in(dora).post(f"/imports/{lead_import.id}/run", data=data, htmx=True)

    assert answer.status_code == 422


def test_a_started_import_is_not_checked_again(sign_in, dora):
    lead_import = receive(FILE, by=dora)
    start(lead_import)
    browser = sign_in(dora)

    assert browser.get(f"/imports/{lead_import.id}/edit").location == f"/imports/{lead_import.id}"
    again = browser.post(f"/imports/{lead_import.id}/run", data=columns(lead_import), htmx=True)
    assert again.status_code in {409, 422}


def test_a_stopped_import_goes_on(sign_in, dora):
    lead_import = receive(FILE, by=dora)
    start(lead_import)
    lead_import.state = ImportState.FAILED
    browser = sign_in(dora)

    page = browser.get(f"/imports/{lead_import.id}").text
    browser.post(f"/imports/{lead_import.id}/run")

    assert "The import stopped after row 0." in page
    assert lead_import.state is ImportState.QUEUED


def test_a_file_can_be_forgotten_before_it_starts(sign_in, dora):
    lead_import = receive(FILE, by=dora)

    answer = sign_in(dora).post(f"/imports/{lead_import.id}/removal")

    assert answer.location == "/imports"
    assert database.session.scalar(select(LeadImport)) is None


def test_recent_imports_stand_beside_the_upload(sign_in, dora):
    import_all(FILE, by=dora)

    page = sign_in(dora).get("/imports").text

    assert "list.csv" in page
    assert "2 in, 1 out" in page


# --- the rows to look at -------------------------------------------------------------------------


def test_the_rows_that_need_a_look_are_listed_with_their_reason(sign_in, dora):
    done = import_all(
        table("Acme,020 7946 0972,,,", "Acme,020 7946 0972,,,", "Bolt,0113 496,,,"), by=dora
    )
    browser = sign_in(dora)

    page = browser.get(f"/imports/{done.id}/rows").text
    only = browser.get(f"/imports/{done.id}/rows?problem=invalid_phone", htmx=True).text

    assert "Same number as line 2" in page
    assert "In, but the number cannot be dialled (no such number there)" in page
    assert "Same number" not in only
    assert "<html" not in only


def test_the_rows_can_be_taken_home_and_put_right(sign_in, dora):
    done = import_all(
        table("=cmd|'/C calc'!A0,0113 496,Leeds,,", "Acme,020 7946 0973,,,", "X,020 7946 0973,,,"),
        by=dora,
    )

    answer = sign_in(dora).get(f"/imports/{done.id}/rows.csv", buffered=True)

    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0] == ["Line", "Reason", "Company", "Phone", "Town", "Postcode", "Email"]
    assert rows[1][0] == "2"
    assert rows[1][2] == "'=cmd|'/C calc'!A0"
    assert rows[2][1] == "Same number as line 3"


def test_what_was_filled_in_is_told_in_the_leads_history(sign_in, dora):
    lead = make_lead("Acme", phone="+44 20 7946 0974", email="", postal_code="")
    import_all(table("Acme,020 7946 0974,,N1 9GU,"), by=dora)

    assert "Details changed" in sign_in(dora).get(f"/leads/{lead.id}").text
