"""Taking orders: whose prices, how often, for whom."""

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.money import MAX_QUANTITY
from leadtracker.models import Activity, Event, Order
from leadtracker.models.lead import Stage
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.orders import count_orders_of_call
from leadtracker.services.orders import Wanted, cancel_order, place_order
from tests.support import builders


@pytest.fixture
def wheel(db):
    return builders.make_product("Vega", unit_price_minor=13_500)


@pytest.fixture
def promotion(wheel):
    """Vega wheels at a tenth off."""
    return builders.make_promotion(products=[wheel])


@pytest.fixture
def lead(alice):
    return builders.make_lead(owner=alice)


@pytest.fixture
def call(lead, alice, promotion):
    return builders.make_call(lead, by=alice, promotion_id=promotion.id)


@pytest.fixture
def place(lead, promotion, call, alice):
    """``place((wheel, 4), promotion=None)``: an order in Alice's call."""

    def place(*lines, request_id="press-1", **changes):
        terms = {"promotion": promotion, "call": call, "by": alice, "request_id": request_id}
        wanted = [Wanted(product, quantity) for product, quantity in lines]
        return place_order(lead, lines=wanted, **(terms | changes))

    return place


def test_an_order_takes_the_promotional_price_and_adds_up(place, wheel, call):
    order = place((wheel, 4), their_reference=" CS-2207 ")

    assert order.lines[0].unit_price_minor == 12_150
    assert (order.total_minor, order.currency, order.units) == (48_600, "GBP", 4)
    assert order.their_reference == "CS-2207"
    assert count_orders_of_call(call.id) == 1


def test_a_product_the_promotion_does_not_offer_goes_at_list_price(place, wheel):
    nuts = builders.make_product("Lug nuts", unit_price_minor=1_420)

    order = place((wheel, 1), (nuts, 2))

    assert [line.unit_price_minor for line in order.lines] == [12_150, 1_420]
    assert order.total_minor == 12_150 + 2_840


def test_without_a_promotion_everything_goes_at_list_price(place, wheel):
    order = place((wheel, 1), promotion=None, call=None)

    assert order.total_minor == 13_500
    assert order.promotion_id is None


def test_the_same_press_twice_takes_one_order(place, wheel, db):
    first = place((wheel, 4))
    second = place((wheel, 9))

    assert first.id == second.id
    assert db.session.query(Order).count() == 1
    assert db.session.query(Activity).filter_by(kind="order_placed").count() == 1


def test_one_product_named_twice_is_one_line(place, wheel):
    order = place((wheel, 4), (wheel, 2))

    assert [line.quantity for line in order.lines] == [6]


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_a_quantity_out_of_bounds_is_refused(place, wheel, quantity):
    with pytest.raises(RuleViolation) as refused:
        place((wheel, quantity))

    assert refused.value.field == "lines"


def test_two_lines_cannot_slip_past_the_bound_together(place, wheel):
    with pytest.raises(RuleViolation):
        place((wheel, MAX_QUANTITY), (wheel, 1))


def test_an_order_needs_a_line(place):
    with pytest.raises(RuleViolation):
        place()


def test_a_total_that_no_column_holds_is_refused(place, db):
    gold = builders.make_product("Gold wheel", unit_price_minor=10_000_000)

    with pytest.raises(RuleViolation):
        place((gold, 900))

    assert db.session.query(Order).count() == 0


def test_a_product_in_another_currency_is_refused(place):
    dollars = builders.make_product("Dollar wheel", currency="USD")

    with pytest.raises(RuleViolation, match="USD"):
        place((dollars, 1))


def test_a_retired_product_is_sold_only_while_a_promotion_offers_it(place, wheel, dora):
    from leadtracker.services.products import retire_product

    retire_product(wheel, by=dora)

    assert place((wheel, 1)).total_minor == 12_150
    with pytest.raises(RuleViolation):
        place((wheel, 1), request_id="press-2", promotion=None)


@pytest.mark.parametrize("state", [PromotionState.DRAFT, PromotionState.ENDED])
def test_a_promotion_that_does_not_sell_takes_no_order(place, wheel, promotion, state):
    promotion.state = state

    with pytest.raises(RuleViolation):
        place((wheel, 1))


def test_a_paused_promotion_still_sells_in_its_promised_callbacks(place, wheel, promotion):
    promotion.state = PromotionState.PAUSED

    assert place((wheel, 1)).promotion_id == promotion.id


def test_an_order_belongs_to_a_call_with_the_same_lead_and_person(place, wheel, alice, bob):
    elsewhere = builders.make_call(builders.make_lead(owner=alice), by=alice)

    with pytest.raises(RuleViolation):
        place((wheel, 1), call=elsewhere)
    with pytest.raises(RuleViolation):
        place((wheel, 1), by=bob)


def test_an_order_makes_the_lead_a_customer_and_tells_the_board(place, wheel, lead, db):
    order = place((wheel, 4))

    assert lead.stage is Stage.CUSTOMER
    line = db.session.query(Activity).filter_by(kind="order_placed").one()
    assert (line.lead_id, line.data["number"], line.data["units"]) == (lead.id, order.number, 4)
    assert [event.name for event in db.session.query(Event)] == ["board_changed"]


def test_a_cancelled_order_counts_no_more(place, wheel, alice, call, db):
    order = place((wheel, 4))

    cancel_order(order, reason="Wrong size", by=alice)
    cancel_order(order, reason="Again", by=alice)

    assert order.cancelled_by_id == alice.id
    assert count_orders_of_call(call.id) == 0
    assert db.session.query(Activity).filter_by(kind="order_cancelled").count() == 1


def test_cancelling_takes_a_reason(place, wheel, alice):
    with pytest.raises(RuleViolation) as refused:
        cancel_order(place((wheel, 1)), reason=" ", by=alice)

    assert refused.value.field == "reason"
