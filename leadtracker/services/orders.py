"""Taking orders and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock, money
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Call, Lead, Order, OrderLine, Product, Promotion, User
from leadtracker.models.lead import Stage
from leadtracker.models.promotion import PromotionState
from leadtracker.queries import orders as find
from leadtracker.queries import products as find_products
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()

#: A paused promotion's promised callbacks still happen, and still sell at its prices.
_SELLING = (PromotionState.LIVE, PromotionState.PAUSED)


@dataclass(frozen=True)
class Wanted:
    """So many of a product; what one costs is not for the caller to say."""

    product: Product
    quantity: int


def place_order(
    lead: Lead,
    *,
    promotion: Promotion | None,
    call: Call | None,
    lines: Sequence[Wanted],
    by: User,
    request_id: str,
    their_reference: str = "",
) -> Order:
    """Take an order at the promotion's prices, and at list price for whatever it does not offer.

    The same ``request_id`` again is the same press: the order it made is returned. Raises
    ``RuleViolation`` for no line, a quantity out of bounds, a retired product, products of several
    currencies, a promotion that does not sell now, or a call that is not with this lead.
    """
    if known := find.find_order_by_request(request_id):
        return known
    order = _write_down(lead, promotion, call, lines, by, request_id, their_reference)
    try:
        with db.session.begin_nested():
            db.session.add(order)
    except IntegrityError:
        return find.find_order_by_request(request_id)
    _take_note(order, by)
    db.session.commit()
    log.info("order_placed", order_id=order.id, lead_id=lead.id, promotion_id=order.promotion_id)
    return order


def _write_down(
    lead: Lead,
    promotion: Promotion | None,
    call: Call | None,
    lines: Sequence[Wanted],
    by: User,
    request_id: str,
    their_reference: str,
) -> Order:
    _require_sellable(lead, promotion, call, by)
    wanted = _add_up(lines)
    currency = promotion.currency if promotion else wanted[0].product.currency
    prices = _prices(promotion)
    written = [
        OrderLine(
            product_id=line.product.id,
            quantity=line.quantity,
            unit_price_minor=_price_of(line.product, prices, currency),
            position=place,
        )
        for place, line in enumerate(wanted)
    ]
    totals = [
        money.line_total(line.unit_price_minor, line.quantity, field="lines") for line in written
    ]
    return Order(
        request_id=request_id,
        lead_id=lead.id,
        promotion_id=promotion.id if promotion else None,
        call_id=call.id if call else None,
        user_id=by.id,
        currency=currency,
        total_minor=money.total(totals),
        their_reference=their_reference.strip()[:60],
        lines=written,
    )


def _require_sellable(lead: Lead, promotion: Promotion | None, call: Call | None, by: User) -> None:
    if promotion is not None and promotion.state not in _SELLING:
        raise RuleViolation(N_("%(promotion)s does not sell now."), promotion=promotion.name)
    if call is not None and (call.lead_id != lead.id or call.user_id != by.id):
        raise RuleViolation(N_("This order belongs to another call. Open it again."))


def _add_up(lines: Sequence[Wanted]) -> list[Wanted]:
    """One line a product, in the order they were named."""
    quantities: dict[int, int] = {}
    products: dict[int, Product] = {}
    for line in lines:
        if line.quantity < 1:
            raise RuleViolation(N_("Order at least one of each product."), field="lines")
        products[line.product.id] = line.product
        quantities[line.product.id] = quantities.get(line.product.id, 0) + line.quantity
    if not quantities:
        raise RuleViolation(N_("Add a product: an order needs at least one."), field="lines")
    return [Wanted(products[key], quantity) for key, quantity in quantities.items()]


def _prices(promotion: Promotion | None) -> dict[int, int]:
    if promotion is None:
        return {}
    return {offer.product_id: offer.price_minor for offer in find_products.offers_of(promotion.id)}


def _price_of(product: Product, prices: dict[int, int], currency: str) -> int:
    if product.id in prices:
        return prices[product.id]
    if product.retired_at is not None:
        raise RuleViolation(
            N_("%(product)s is not sold any more."), field="lines", product=product.name
        )
    if product.currency != currency:
        raise RuleViolation(
            N_("%(product)s is priced in %(theirs)s, this order is in %(ours)s."),
            field="lines",
            product=product.name,
            theirs=product.currency,
            ours=currency,
        )
    return product.unit_price_minor


def _take_note(order: Order, by: User) -> None:
    """The lead is a customer now; its timeline says so, and the board counts it."""
    order.lead.stage = Stage.CUSTOMER
    _activity.record(
        "order_placed",
        by=by.id,
        lead=order.lead_id,
        call=order.call_id,
        order=order.id,
        number=order.number,
        units=order.units,
        total_minor=order.total_minor,
        currency=order.currency,
        promotion=order.promotion_id,
    )
    _tell(order)


def _tell(order: Order) -> None:
    _outbox.publish(
        _outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=order.promotion_id, order=order.id
    )


def cancel_order(order: Order, *, reason: str, by: User) -> None:
    """The order does not stand and counts no more; raises ``RuleViolation`` without a reason."""
    if not reason.strip():
        raise RuleViolation(N_("Say why the order is cancelled."), field="reason")
    if order.cancelled_at is not None:
        return
    order.cancelled_at, order.cancelled_by_id = clock.now(), by.id
    _activity.record(
        "order_cancelled",
        by=by.id,
        lead=order.lead_id,
        call=order.call_id,
        order=order.id,
        number=order.number,
        total_minor=order.total_minor,
        currency=order.currency,
        promotion=order.promotion_id,
        reason=reason.strip()[:200],
    )
    _tell(order)
    db.session.commit()
    log.info("order_cancelled", order_id=order.id)
