"""Taking an order at the desk, and its own page."""

import json

import pytest

from leadtracker.models import Order
from leadtracker.models.promotion import PromotionState
from tests.support import builders


@pytest.fixture
def wheel(db):
    return builders.make_product("Vega", unit_price_minor=13_500)


@pytest.fixture
def promotion(wheel, clock):
    return builders.make_promotion("Spring Alloy", products=[wheel])


@pytest.fixture
def lead(alice):
    return builders.make_lead("Castle Tyres", owner=alice)


@pytest.fixture
def call(lead, alice, promotion, db):
    made = builders.make_call(lead, by=alice, promotion_id=promotion.id)
    db.session.commit()
    return made


@pytest.fixture
def browser(sign_in, alice, call):
    return sign_in(alice)


@pytest.fixture
def sent(lead, promotion, wheel):
    """``sent(4)``: what the sheet sends for so many wheels."""

    def sent(quantity="4", **changes):
        base = {
            "request_id": "press-1",
            "lead": lead.id,
            "promotion": promotion.id,
            f"lines-{wheel.id}-product": wheel.id,
            f"lines-{wheel.id}-quantity": quantity,
            "their_reference": "CS-2207",
        }
        return base | changes

    return sent


def test_the_sheet_opens_with_the_promotions_offers(browser, lead, promotion):
    address = f"/orders/new?lead={lead.id}&promotion={promotion.id}"

    sheet = browser.get(address, htmx=True).text

    assert sheet.lstrip().startswith("<dialog")
    assert "Vega" in sheet
    assert "£121.50" in sheet
    assert "£135.00" in sheet
    assert "</html>" in browser.get(address).text


def test_an_order_counts_for_the_call_that_is_going_on(browser, sent, call, db):
    answer = browser.post("/orders", data=sent(), htmx=True)

    order = db.session.query(Order).one()
    assert answer.status_code == 200
    assert f"{order.number} is placed: £486.00" in answer.text
    assert (order.call_id, order.promotion_id) == (call.id, call.promotion_id)
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "order:placed": {"order": order.id, "lead": order.lead_id}
    }


def test_without_scripts_the_order_has_a_page(browser, sent):
    assert "is placed: £486.00" in browser.post("/orders", data=sent()).text


def test_the_same_press_twice_is_one_order(browser, sent, db):
    browser.post("/orders", data=sent(), htmx=True)
    browser.post("/orders", data=sent(), htmx=True)

    assert db.session.query(Order).count() == 1


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("0", "Add a product: an order needs at least one."),
        ("", "Add a product: an order needs at least one."),
        ("four", "Write a whole number."),
        ("-1", "Write a whole number."),
        ("9999999", "From 0 to"),
    ],
)
def test_what_cannot_be_ordered_is_told_and_the_sheet_stays(browser, sent, db, quantity, words):
    answer = browser.post("/orders", data=sent(quantity), htmx=True)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="order-form"' in answer.text
    assert "CS-2207" in answer.text
    assert db.session.query(Order).count() == 0


def test_a_price_is_never_taken_from_the_page(browser, sent, db, wheel):
    browser.post("/orders", data=sent(**{f"lines-{wheel.id}-price_minor": "1"}), htmx=True)

    assert db.session.query(Order).one().total_minor == 48_600


def test_other_products_are_found_and_go_at_list_price(browser, sent, db):
    nuts = builders.make_product("Lug nuts", unit_price_minor=1_420)
    builders.make_product("Lug wrench", currency="USD")
    db.session.commit()

    found = browser.get("/order-lines?q=lug&currency=GBP", htmx=True).text
    line = browser.get(f"/order-lines/{nuts.id}", htmx=True).text
    more = {f"lines-{nuts.id}-product": nuts.id, f"lines-{nuts.id}-quantity": "2"}
    browser.post("/orders", data=sent(**more), htmx=True)

    assert "Lug nuts" in found
    assert "Lug wrench" not in found
    assert "£14.20" in line
    assert db.session.query(Order).one().total_minor == 48_600 + 2_840


def test_without_scripts_found_products_stand_on_the_sheet_with_what_was_typed(
    browser, lead, promotion, wheel, db
):
    builders.make_product("Lug nuts", unit_price_minor=1_420)
    db.session.commit()
    typed = f"lines-{wheel.id}-product={wheel.id}&lines-{wheel.id}-quantity=6"

    page = browser.get(f"/orders/new?lead={lead.id}&promotion={promotion.id}&q=lug&{typed}").text

    assert "Lug nuts" in page
    assert 'value="6"' in page
    assert "£729.00" in page


def test_a_promotion_that_does_not_sell_offers_nothing(browser, lead, promotion, db):
    promotion.state = PromotionState.ENDED
    db.session.commit()

    page = browser.get(f"/orders/new?lead={lead.id}&promotion={promotion.id}", htmx=True).text

    assert "No promotion sells here now" in page


def test_a_strangers_lead_is_not_found(sign_in, charlie, lead, sent, db):
    browser = sign_in(charlie)

    assert browser.get(f"/orders/new?lead={lead.id}").status_code == 404
    assert browser.post("/orders", data=sent()).status_code == 404
    assert db.session.query(Order).count() == 0


@pytest.mark.parametrize("lead_id", ["", "x", "0", "99999999999999999999"])
def test_a_lead_that_is_none_is_not_found(browser, lead_id):
    assert browser.get(f"/orders/new?lead={lead_id}").status_code == 404


def test_an_order_has_a_page_for_those_who_see_its_lead(browser, sign_in, charlie, sent, db):
    browser.post("/orders", data=sent(), htmx=True)
    order = db.session.query(Order).one()

    page = browser.get(f"/orders/{order.id}").text

    assert order.number in page
    assert "CS-2207" in page
    assert sign_in(charlie).get(f"/orders/{order.id}").status_code == 404


def test_whoever_took_it_may_cancel_it_with_a_reason(browser, sent, db):
    browser.post("/orders", data=sent(), htmx=True)
    order = db.session.query(Order).one()

    silent = browser.post(f"/orders/{order.id}/cancellation", data={"reason": ""})
    told = browser.post(f"/orders/{order.id}/cancellation", data={"reason": "Wrong size"})

    assert silent.status_code == 422
    assert "Say why the order is cancelled." in silent.text
    assert told.status_code == 303
    assert db.session.get(Order, order.id).cancelled_at is not None


def test_a_colleague_may_not_cancel_it_and_the_team_lead_may(browser, sign_in, bob, mona, sent, db):
    browser.post("/orders", data=sent(), htmx=True)
    address = f"/orders/{db.session.query(Order).one().id}/cancellation"

    assert sign_in(bob).post(address, data={"reason": "Mine"}).status_code == 403
    assert sign_in(mona).post(address, data={"reason": "Wrong size"}).status_code == 303
