import pytest

from leadtracker.db import db as database
from leadtracker.domain.policies import Role
from leadtracker.models import Outcome
from leadtracker.services import do_not_call
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_list,
    make_outcome_set,
    make_promotion,
    make_queue_item,
    make_user,
)

pytestmark = pytest.mark.usefixtures("noise")


@pytest.fixture
def acme(alice):
    return make_lead("Acme Wheels", owner=alice, contact_name="Ann Lee", phone="+44 20 7946 0701")


def test_a_reader_sees_their_leads_and_nobody_elses(sign_in, alice, charlie, acme):
    make_lead("Charlie’s Rims", owner=charlie)
    make_lead("Anybody’s Tyres")

    page = sign_in(alice).get("/leads").text

    assert "Acme Wheels" in page
    assert "Anybody’s Tyres" in page
    assert "Charlie’s Rims" not in page
    assert "2 leads" in page


def test_a_row_says_who_how_and_when(sign_in, alice, acme, clock):
    page = sign_in(alice).get("/leads").text

    for words in ("Ann Lee", "+44 20 7946 0701", "Alice Ash", "Not called yet", "until"):
        assert words in page


def test_a_row_says_what_happened_and_what_comes_next(sign_in, alice, acme):
    outcome = database.session.query(Outcome).filter_by(set_id=make_outcome_set().id, key=1).one()
    call = make_call(acme, by=alice, outcome_id=outcome.id)
    call.outcome_at = call.ended_at
    make_follow_up(acme, owner=alice)
    waiting = make_lead("Waiting Ltd", owner=alice)
    make_queue_item(waiting, promotion=make_promotion("Spring Alloy", leads=[waiting]))

    page = sign_in(alice).get("/leads").text

    for words in ("No answer", "today", "Call back", "Spring Alloy", "first try"):
        assert words in page


def test_a_blocked_number_is_struck_out(sign_in, alice, acme):
    do_not_call.block_number("+442079460701", reason="asked", by=alice, lead=acme)

    page = sign_in(alice).get("/leads").text

    assert '<s class="num muted">+44 20 7946 0701</s>' in page
    assert "do not call" in page


def test_the_list_is_searched_filtered_and_sorted(sign_in, dora, alice, acme):
    make_lead("Zebra Tyres", owner=alice)
    pool = make_lead("Bolt Motors")
    listed = make_list("Trade list", leads=[pool])
    browser = sign_in(dora)

    assert "Zebra Tyres" not in browser.get("/leads?q=acme").text
    assert "Acme Wheels" not in browser.get("/leads?owner=none").text
    assert "Bolt Motors" in browser.get(f"/leads?list={listed.id}").text
    page = browser.get("/leads?sort=company").text
    assert page.index("Acme Wheels") < page.index("Bolt Motors") < page.index("Zebra Tyres")
    page = browser.get("/leads?sort=-company").text
    assert page.index("Zebra Tyres") < page.index("Acme Wheels")


def test_htmx_gets_the_list_and_the_count_and_no_page(sign_in, alice, acme):
    answer = sign_in(alice).get("/leads?q=acme", htmx=True)

    assert answer.vary.as_set() >= {"hx-request"}
    assert "<html" not in answer.text
    assert 'id="leads"' in answer.text
    assert 'id="lead-count"' in answer.text
    assert "1 lead<" in answer.text


def test_a_filter_that_finds_nobody_says_so(sign_in, alice, acme):
    assert "No lead matches" in sign_in(alice).get("/leads?q=nirgendwo").text


def test_a_place_without_leads_says_how_to_begin(sign_in, dora, db, charlie):
    newcomer = make_user("New Person", role=Role.COORDINATOR)

    assert "There are no leads yet" in sign_in(newcomer).get("/leads").text


@pytest.mark.parametrize(
    "query",
    [
        "owner=9999999999999",
        "owner=abc",
        "list=-1",
        "list=99999999999999999999",
        "page=0",
        "page=abc",
        "stage=nonsense",
        "sort=nonsense",
        "promotion=abc",
        "team=abc",
        "q=%00",
        "q=%25%27%22",
        "q=" + "x" * 5000,
    ],
)
def test_an_address_that_makes_no_sense_still_answers(sign_in, dora, query):
    assert sign_in(dora).get(f"/leads?{query}").status_code == 200


def test_pages_follow_each_other(sign_in, ada):
    for number in range(55):
        make_lead(f"Paged {number:02d}")
    browser = sign_in(ada)

    first = browser.get("/leads?q=paged").text
    second = browser.get("/leads?q=paged&page=2").text

    assert "1–50 of 55" in first
    assert "51–55 of 55" in second
    assert "Paged 54" in first
    assert "Paged 54" not in second
    assert "Paged 00" in second


def test_a_page_of_many_costs_as_many_questions_as_a_page_of_few(
    sign_in, ada, alice, count_queries
):
    browser = sign_in(ada)
    browser.get("/leads")

    def cost() -> int:
        with count_queries() as queries:
            assert browser.get("/leads").status_code == 200
        return len(queries)

    few = cost()
    for _ in range(30):
        lead = make_lead(owner=alice)
        make_follow_up(lead, owner=alice)

    assert cost() == few


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/leads").status_code == 302
