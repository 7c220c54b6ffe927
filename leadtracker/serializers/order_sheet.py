"""The order form's rows: what the promotion offers first, then what was looked for."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app

from leadtracker.db import db
from leadtracker.domain.money import minor_digits
from leadtracker.models import Call, Lead, Product, Promotion
from leadtracker.models.promotion import PromotionState
from leadtracker.queries import products as find

#: Products found at a time.
MOST_FOUND = 8

_SELLING = (PromotionState.LIVE, PromotionState.PAUSED)


@dataclass(frozen=True)
class SheetLine:
    """A product that may be ordered, at the price it has for this lead."""

    product: Product
    price_minor: int
    is_offer: bool

    @property
    def is_reduced(self) -> bool:
        return self.is_offer and self.price_minor < self.product.unit_price_minor


@dataclass(frozen=True)
class OrderSheet:
    """An order about to be taken."""

    lead: Lead
    promotion: Promotion | None
    call: Call | None
    currency: str
    lines: list[SheetLine]
    words: str = ""

    @property
    def digits(self) -> int:
        """Decimals of its currency."""
        return minor_digits(self.currency)

    def total_minor(self, quantities: dict[int, int]) -> int:
        """What the quantities come to at these prices."""
        return sum(line.price_minor * (quantities.get(line.product.id) or 0) for line in self.lines)


def sheet_for(
    lead: Lead,
    promotion: Promotion | None,
    call: Call | None,
    *,
    words: str = "",
    also: Collection[int] = (),
) -> OrderSheet:
    """The sheet with the promotion's offers, the products ``also`` on it, and those found."""
    if promotion is not None and promotion.state not in _SELLING:
        promotion = None
    currency = promotion.currency if promotion else current_app.config["DEFAULT_CURRENCY"]
    lines = [
        SheetLine(offer.product, offer.price_minor, is_offer=True)
        for offer in (promotion.offers if promotion else [])
    ]
    known = {line.product.id for line in lines}
    added = find.products_by_id(set(also) - known)
    lines += [line_of(product) for product in added.values()]
    if words:
        known |= set(added)
        lines += [line_of(one) for one in found(words, currency) if one.id not in known]
    return OrderSheet(lead, promotion, call, currency, lines, words)


def line_of(product: Product) -> SheetLine:
    """A product at its list price."""
    return SheetLine(product, product.unit_price_minor, is_offer=False)


def found(words: str, currency: str) -> list[Product]:
    """The first few products on sale with those words, in the order's currency."""
    stmt = find.products_matching(words).where(Product.currency == currency)
    return list(db.session.scalars(stmt.limit(MOST_FOUND)))
