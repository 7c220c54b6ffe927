"""Products: the catalogue, and what may be put on an order."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from leadtracker.db import db
from leadtracker.models import Offer, Product

#: A catalogue is read whole up to here; the order form searches beyond it.
MAX_CHOICES = 500


def products_matching(words: str = "", *, retired: bool = False) -> Select:
    """The catalogue by name; each of the words stands somewhere in the name or the code."""
    stmt = select(Product).where(
        Product.retired_at.is_not(None) if retired else Product.retired_at.is_(None)
    )
    for word in words.split():
        pattern = f"%{_escape(word)}%"
        stmt = stmt.where(
            or_(Product.name.ilike(pattern, escape="\\"), Product.sku.ilike(pattern, escape="\\"))
        )
    return stmt.order_by(Product.name, Product.id)


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def products_on_sale(currency: str | None = None) -> Select:
    """What may be offered or ordered, in one currency if it is given."""
    stmt = products_matching().limit(MAX_CHOICES)
    return stmt.where(Product.currency == currency) if currency else stmt


def products_by_id(ids: set[int]) -> dict[int, Product]:
    rows = db.session.scalars(select(Product).where(Product.id.in_(ids)))
    return {product.id: product for product in rows}


def offers_of(promotion_id: int) -> list[Offer]:
    """The promotion's offers with their products, in its own order."""
    return list(
        db.session.scalars(
            select(Offer)
            .join(Offer.product)
            .where(Offer.promotion_id == promotion_id)
            .order_by(Offer.position, Product.name)
            .options(contains_eager(Offer.product))
        )
    )
