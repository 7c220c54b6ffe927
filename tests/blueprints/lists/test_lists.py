import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.models import LeadList, LeadListMember
from tests.support.builders import make_lead, make_list

pytestmark = pytest.mark.usefixtures("noise")


def test_lists_say_how_many_of_their_leads_the_reader_sees(sign_in, alice, charlie):
    make_list("Trade list", leads=[make_lead(owner=alice), make_lead(owner=charlie)])

    page = sign_in(alice).get("/lists").text

    row = page[page.index("Trade list") :]
    assert '<td class="n">1</td>' in row[: row.index("</tr>")]


def test_a_list_is_shown_as_the_leads_on_it(sign_in, alice):
    listed = make_list("Trade list")

    assert sign_in(alice).get(f"/lists/{listed.id}").location == f"/leads?list={listed.id}"
    assert sign_in(alice).get("/lists/99999").status_code == 404


def test_a_filter_becomes_a_list(sign_in, dora, alice):
    acme = make_lead("Acme", owner=alice)
    make_lead("Bolt")
    browser = sign_in(dora)

    assert "A list of 1 lead" in browser.get("/lists/new?q=acme").text
    answer = browser.post("/lists?q=acme", data={"name": "Acmes"})

    made = database.session.scalar(select(LeadList).where(LeadList.name == "Acmes"))
    assert answer.location == f"/leads?list={made.id}"
    members = select(LeadListMember.lead_id).where(LeadListMember.list_id == made.id)
    assert list(database.session.scalars(members)) == [acme.id]


def test_a_list_needs_a_name_of_its_own(sign_in, dora):
    make_list("Trade list")
    browser = sign_in(dora)

    nameless = browser.post("/lists", data={"name": " "}, htmx=True)
    taken = browser.post("/lists", data={"name": "Trade list"}, htmx=True)

    assert (nameless.status_code, taken.status_code) == (422, 422)
    assert "Give the list a name." in nameless.text
    assert "There is a list of that name." in taken.text


def test_a_coordinator_makes_no_lists(sign_in, alice):
    assert sign_in(alice).get("/lists/new").status_code == 403
    assert sign_in(alice).post("/lists", data={"name": "x"}).status_code == 403
