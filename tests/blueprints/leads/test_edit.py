import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.models import Activity, Lead, Phone
from leadtracker.models.lead import Stage
from tests.support.builders import make_lead

pytestmark = pytest.mark.usefixtures("noise")


def form(**fields) -> dict:
    return {
        "company": "Acme",
        "country": "GB",
        "language": "en",
        "stage": "new",
        "team_id": "",
        "owner_id": "",
        **fields,
    }


def lead_called(company: str) -> Lead | None:
    return database.session.scalar(select(Lead).where(Lead.company == company))


def test_a_new_lead_is_made(sign_in, alice):
    answer = sign_in(alice).post(
        "/leads",
        data=form(
            company="Brand New",
            phones="020 7946 0801\r\n0113 496 0801",
            city="Leeds",
            team_id=alice.team_id,
            owner_id=alice.id,
        ),
    )

    lead = lead_called("Brand New")
    assert answer.status_code == 303
    assert answer.location == f"/leads/{lead.id}"
    assert [phone.e164 for phone in lead.phones] == ["+442079460801", "+441134960801"]
    assert (lead.owner_id, lead.team_id, lead.time_zone) == (
        alice.id,
        alice.team_id,
        "Europe/London",
    )
    told = database.session.scalar(select(Activity).where(Activity.lead_id == lead.id))
    assert (told.kind, told.user_id) == ("lead_created", alice.id)


def test_the_form_for_a_new_lead_begins_with_ones_own_team(sign_in, alice):
    page = sign_in(alice).get("/leads/new").text

    assert f'<option selected value="{alice.team_id}">North' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"company": "", "phones": ""}, "A lead needs a company or a number."),
        ({"phones": "not a number"}, "is not a number in that country"),
        ({"email": "nobody"}, "That is not an email address."),
        ({"company": "x" * 201}, "At most 200 characters."),
        ({"country": "XX"}, "Choose one of the list."),
        ({"team_id": "999999"}, "Choose one of the list."),
        ({"stage": "nonsense"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_saved_is_shown_on_its_field(sign_in, alice, fields, words):
    answer = sign_in(alice).post("/leads", data=form(**fields), htmx=True)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="lead-form"' in answer.text
    assert "<html" not in answer.text


def test_a_number_belongs_to_one_lead_and_whose_is_told(sign_in, alice, bob, charlie):
    make_lead("Bob’s Rims", owner=bob, phone="+44 20 7946 0802")
    make_lead("Charlie’s Rims", owner=charlie, phone="+44 20 7946 0803")
    browser = sign_in(alice)

    ours = browser.post("/leads", data=form(phones="020 7946 0802"))
    theirs = browser.post("/leads", data=form(phones="020 7946 0803"))

    assert (ours.status_code, theirs.status_code) == (422, 422)
    assert "belongs to Bob’s Rims" in ours.text
    assert "belongs to a lead of another team" in theirs.text
    assert "Charlie’s Rims" not in theirs.text


def test_a_lead_is_changed(sign_in, alice):
    lead = make_lead("Acme", owner=alice, phone="+44 20 7946 0804")
    phone_id = lead.phones[0].id

    answer = sign_in(alice).post(
        f"/leads/{lead.id}",
        data=form(
            company="Acme Ltd",
            stage="customer",
            phones="0113 496 0804\n+44 20 7946 0804",
            team_id=alice.team_id,
            owner_id=alice.id,
        ),
        htmx=True,
    )

    assert answer.headers["HX-Redirect"] == f"/leads/{lead.id}"
    assert (lead.company, lead.stage) == ("Acme Ltd", Stage.CUSTOMER)
    assert [phone.e164 for phone in lead.phones] == ["+441134960804", "+442079460804"]
    assert lead.phones[1].id == phone_id
    told = database.session.scalar(select(Activity).where(Activity.lead_id == lead.id))
    assert {"company", "stage", "phones"} <= set(told.data["fields"])


def test_saving_what_is_there_changes_nothing(sign_in, alice):
    lead = make_lead("Acme", owner=alice, phone="+44 20 7946 0805")

    sign_in(alice).post(
        f"/leads/{lead.id}",
        data=form(
            city="Leeds",
            phones="+44 20 7946 0805",
            team_id=alice.team_id,
            owner_id=alice.id,
        ),
    )

    assert database.session.scalar(select(Activity).where(Activity.lead_id == lead.id)) is None


def test_a_text_that_came_with_an_import_may_stay(sign_in, alice):
    lead = make_lead("Acme", owner=alice, phone="")
    lead.phones.append(Phone(original="ask Ana"))
    database.session.flush()
    browser = sign_in(alice)
    fields = form(team_id=alice.team_id, owner_id=alice.id)

    kept = browser.post(f"/leads/{lead.id}", data=fields | {"phones": "ask Ana\n020 7946 0806"})
    refused = browser.post(f"/leads/{lead.id}", data=fields | {"phones": "ask Bea"})

    assert (kept.status_code, refused.status_code) == (303, 422)
    assert [phone.original for phone in lead.phones] == ["ask Ana", "020 7946 0806"]


def test_the_form_holds_what_is_known(sign_in, alice):
    lead = make_lead("Acme & Sons", owner=alice, phone="+44 20 7946 0807")

    page = sign_in(alice).get(f"/leads/{lead.id}/edit").text

    assert "Acme &amp; Sons" in page
    assert "+44 20 7946 0807" in page


def test_a_lead_that_moves_is_called_by_its_new_clock(sign_in, alice):
    lead = make_lead("Acme", owner=alice, phone="+44 20 7946 0808")

    sign_in(alice).post(
        f"/leads/{lead.id}",
        data=form(
            country="US",
            region="Arizona",
            city="Phoenix",
            phones="+44 20 7946 0808",
            team_id=alice.team_id,
            owner_id=alice.id,
        ),
    )

    assert lead.time_zone == "America/Phoenix"


def test_anothers_lead_can_be_neither_opened_nor_changed(sign_in, charlie, alice):
    lead = make_lead("Acme", owner=alice)
    browser = sign_in(charlie)

    assert browser.get(f"/leads/{lead.id}/edit").status_code == 404
    assert browser.post(f"/leads/{lead.id}", data=form()).status_code == 404
