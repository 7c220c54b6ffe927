"""Keeping a promotion as a draft, and changing it."""

import re
from collections import Counter

import pytest

from leadtracker.models import Promotion
from leadtracker.models.promotion import PromotionState
from tests.support import builders


@pytest.fixture
def kept(director, form, db):
    """A draft kept through the page."""
    director.post("/promotions", data=form())
    return db.session.query(Promotion).filter_by(name="Spring Alloy").one()


def test_a_promotion_is_kept_as_a_draft(director, form, db):
    answer = director.post("/promotions", data=form())

    promotion = db.session.query(Promotion).one()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/promotions/{promotion.id}/edit"
    assert promotion.state is PromotionState.DRAFT
    assert promotion.offers[0].price_minor == 11_880


def test_an_empty_page_offers_the_usual_outcomes(director):
    page = director.get("/promotions/new")

    assert page.status_code == 200
    assert "Telephone sales" in page.text


def test_no_two_parts_of_the_page_share_an_id(director):
    """A label names the first element of its id, so a second one stays without a name."""
    ids = re.findall(r' id="([^"]+)"', director.get("/promotions/new").text)

    assert [twice for twice, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Name the promotion."),
        ({"target_orders": "many"}, "Write a whole number."),
        ({"target_orders": "0"}, "From 1 to"),
        ({"lead_list": ""}, "Choose whom to call."),
        ({"lead_list": "987654"}, "Choose one of the list."),
        ({"script": "x"}, "Choose one of the list."),
        ({"starts_on": "soon"}, "That is not a date."),
        ({"deadline_on": "2020-01-01"}, "The deadline is before the start."),
        ({"offers-0-price": "cheap"}, "is not an amount in GBP"),
        ({"offers-0-price": ""}, "Write the price, or how many per cent off."),
        ({"currency": "USD"}, "is priced in GBP"),
        ({"currency": "???"}, "Choose one of the list."),
        ({"caller_id": "12"}, "That is not a telephone number."),
        ({"teams": "987654"}, "Choose from the list."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(director, form, db, wrong, words):
    answer = director.post("/promotions", data=form(**wrong))

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Promotion).count() == 0


def test_a_price_left_empty_takes_the_per_cent_off(director, form, db):
    director.post("/promotions", data=form(**{"offers-0-price": "", "percent_off": "12"}))

    assert db.session.query(Promotion).one().offers[0].price_minor == 11_880


def test_a_name_that_is_taken_is_told_on_its_field(director, form, kept):
    answer = director.post("/promotions", data=form())

    assert answer.status_code == 422
    assert "Another promotion is called Spring Alloy." in answer.text


def test_a_draft_is_changed_on_its_page(director, form, kept, db):
    answer = director.post(f"/promotions/{kept.id}", data=form(target_orders="300"))

    assert answer.status_code == 303
    assert db.session.get(Promotion, kept.id).target_orders == 300


def test_offers_are_added_filled_in_and_removed_without_keeping_anything(director, form, db):
    more = director.post("/promotion-offers", data=form(change="add"), htmx=True)
    filled = director.post(
        "/promotion-offers", data=form(change="fill", percent_off="10"), htmx=True
    )
    less = director.post("/promotion-offers", data=form(change="remove-0"), htmx=True)

    assert 'name="offers-1-product"' in more.text
    assert 'value="121.50"' in filled.text
    assert "118.80" not in less.text
    assert db.session.query(Promotion).count() == 0


def test_without_scripts_the_whole_page_comes_back(director, form):
    page = director.post("/promotion-offers", data=form(change="add"))

    assert page.status_code == 200
    assert "</html>" in page.text
    assert 'value="Spring Alloy"' in page.text


def test_the_audience_is_counted_while_the_list_is_chosen(director, form, alice, db):
    chosen = builders.make_list(leads=[builders.make_lead(), builders.make_lead(phone="")])
    db.session.commit()

    page = director.get(f"/promotion-audience?lead_list={chosen.id}").text

    assert '<b class="num">1</b><span>lead may be called' in page
    assert "Without a number" in page


def test_an_audience_of_nonsense_is_empty(director):
    page = director.get("/promotion-audience?lead_list=x&teams=y&starts_on=z")

    assert page.status_code == 200
    assert "Choose a list" in page.text


def test_a_draft_is_thrown_away(director, kept, db):
    answer = director.post(f"/promotions/{kept.id}/deletion")

    assert answer.status_code == 303
    assert db.session.query(Promotion).count() == 0


@pytest.mark.parametrize("person", ["alice", "mona"])
def test_only_director_and_administrator_write(sign_in, request, form, person):
    browser = sign_in(request.getfixturevalue(person))

    assert browser.get("/promotions/new").status_code == 403
    assert browser.post("/promotions", data=form()).status_code == 403


def test_the_administrator_writes_too(sign_in, ada, form):
    assert sign_in(ada).post("/promotions", data=form()).status_code == 303


def test_it_is_begun_for_the_list_it_was_asked_for(sign_in, dora, db):
    builders.make_list("Another")
    wanted = builders.make_list("Trade counters")
    db.session.commit()

    page = sign_in(dora).get(f"/promotions/new?list={wanted.id}").text

    assert f'<option selected value="{wanted.id}">Trade counters' in page
