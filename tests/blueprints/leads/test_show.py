import pytest

from leadtracker.queries import do_not_call as find
from leadtracker.services import do_not_call, leads
from tests.support.builders import (
    make_follow_up,
    make_lead,
    make_list,
    make_order,
    make_product,
    make_promotion,
)

pytestmark = pytest.mark.usefixtures("noise")


@pytest.fixture
def acme(alice):
    return make_lead(
        "Acme Wheels",
        owner=alice,
        contact_name="Ann Lee",
        phone="+44 20 7946 0702",
        address="1 High St",
        website="https://acme.example",
    )


def test_whoever_promised_a_call_works_the_lead_after_it_has_moved(sign_in, alice, bob, charlie):
    lead = make_lead("Moved Motors", owner=charlie)
    make_follow_up(lead, owner=alice)
    pages = (
        f"/leads/{lead.id}",
        f"/leads/{lead.id}/due-reading?follow_up=tue+3pm",
        f"/orders/new?lead={lead.id}",
    )

    for page in pages:
        assert sign_in(alice).get(page).status_code == 200, page
        assert sign_in(bob).get(page).status_code == 404, page


def test_the_page_shows_what_is_known(sign_in, alice, acme):
    promotion = make_promotion("Spring Alloy", leads=[acme], products=[make_product()])
    make_list("Trade list", leads=[acme])
    make_order(acme, by=alice, promotion=promotion)
    make_follow_up(acme, owner=alice)
    leads.add_note(acme, "Ask for Ann", by=alice)

    page = sign_in(alice).get(f"/leads/{acme.id}").text

    for words in (
        "Acme Wheels",
        "Ann Lee",
        "+44 20 7946 0702",
        "1 High St, Leeds, United Kingdom",
        "Spring Alloy",
        "Trade list",
        "SO-",
        "Alice",
        "Ask for Ann",
    ):
        assert words in page


def test_htmx_gets_the_lead_and_no_page(sign_in, alice, acme):
    answer = sign_in(alice).get(f"/leads/{acme.id}", htmx=True).text

    assert 'id="lead"' in answer
    assert "<html" not in answer


def test_anothers_lead_does_not_exist(sign_in, charlie, acme):
    assert sign_in(charlie).get(f"/leads/{acme.id}").status_code == 404
    assert sign_in(charlie).get("/leads/999999").status_code == 404


def test_a_number_that_is_none_says_so(sign_in, alice):
    silent = make_lead("Silent", owner=alice, phone="")

    assert "No number" in sign_in(alice).get(f"/leads/{silent.id}").text


def test_a_website_that_is_no_web_address_is_no_link(sign_in, alice, acme):
    acme.website = "javascript:alert(1)"

    page = sign_in(alice).get(f"/leads/{acme.id}").text

    assert 'href="javascript' not in page


def test_the_page_asks_a_fixed_number_of_questions(sign_in, alice, acme, count_queries):
    browser = sign_in(alice)
    browser.get(f"/leads/{acme.id}")

    def cost_of_more(count: int) -> int:
        for number in range(count):
            leads.add_note(acme, f"note {number}", by=alice)
            make_list(leads=[acme])
        with count_queries() as queries:
            browser.get(f"/leads/{acme.id}")
        return len(queries)

    assert cost_of_more(1) == cost_of_more(10)


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_goes_into_the_history(sign_in, alice, acme):
    answer = sign_in(alice).post(
        f"/leads/{acme.id}/notes", data={"text": "  Prefers Tuesdays "}, htmx=True
    )

    assert "Prefers Tuesdays" in answer.text
    assert "toast" in answer.headers["HX-Trigger"]


def test_a_note_without_scripts_comes_back_to_the_page(sign_in, alice, acme):
    answer = sign_in(alice).post(f"/leads/{acme.id}/notes", data={"text": "Hello"})

    assert answer.status_code == 303
    assert answer.location == f"/leads/{acme.id}"


def test_an_empty_note_is_refused_on_its_field(sign_in, alice, acme):
    answer = sign_in(alice).post(f"/leads/{acme.id}/notes", data={"text": "  "}, htmx=True)

    assert answer.status_code == 422
    assert "Write the note first." in answer.text


def test_nobody_writes_on_anothers_lead(sign_in, charlie, acme):
    answer = sign_in(charlie).post(f"/leads/{acme.id}/notes", data={"text": "x"})

    assert answer.status_code == 404


# --- do not call ---------------------------------------------------------------------------------


def test_a_number_is_put_on_the_do_not_call_list(sign_in, alice, acme):
    url = f"/leads/{acme.id}/phones/{acme.phones[0].id}/block"

    answer = sign_in(alice).post(url, data={"reason": "Asked by phone"}, htmx=True)

    assert "Do not call" in answer.text
    assert "Asked by phone" in answer.text
    assert "Alice Ash" in answer.text
    assert find.find_active_entry("+442079460702") is not None


def test_a_blocked_lead_says_so(sign_in, alice, acme):
    do_not_call.block_number("+442079460702", reason="asked", by=alice, lead=acme)

    page = sign_in(alice).get(f"/leads/{acme.id}").text

    assert 'badge-bad">' in page
    assert "Do not call this number" not in page


def test_a_number_is_blocked_only_with_its_own_lead(sign_in, alice, charlie, acme):
    other = make_lead(owner=alice)
    wrong = f"/leads/{other.id}/phones/{acme.phones[0].id}/block"
    right = f"/leads/{acme.id}/phones/{acme.phones[0].id}/block"

    assert sign_in(alice).post(wrong).status_code == 404
    assert sign_in(charlie).post(right).status_code == 404
