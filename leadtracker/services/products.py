"""What is sold: added, changed, taken off sale and put back."""

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Product, User
from leadtracker.services import _activity

log = structlog.get_logger()


def create_product(
    *, sku: str, name: str, unit_price_minor: int, currency: str, by: User
) -> Product:
    """Add a product; raises ``RuleViolation`` when its code is taken."""
    product = Product()
    _write(product, sku=sku, name=name, unit_price_minor=unit_price_minor, currency=currency)
    _activity.record("product_created", by=by.id, product=product.id, sku=product.sku)
    db.session.commit()
    log.info("product_created", product_id=product.id)
    return product


def update_product(
    product: Product, *, sku: str, name: str, unit_price_minor: int, currency: str, by: User
) -> None:
    """Change a product. Orders and offers keep the prices they were made at.

    Raises ``RuleViolation`` when its code is taken.
    """
    before = {"unit_price_minor": product.unit_price_minor, "currency": product.currency}
    _write(product, sku=sku, name=name, unit_price_minor=unit_price_minor, currency=currency)
    _activity.record(
        "product_updated",
        by=by.id,
        product=product.id,
        was=before,
        unit_price_minor=unit_price_minor,
        currency=currency,
    )
    db.session.commit()
    log.info("product_updated", product_id=product.id)


def _write(product: Product, **fields) -> None:
    try:
        with db.session.begin_nested():
            for field, value in fields.items():
                setattr(product, field, value)
            db.session.add(product)
    except IntegrityError:
        raise RuleViolation(
            N_("Another product has the code %(sku)s."), field="sku", sku=fields["sku"]
        ) from None


def retire_product(product: Product, *, by: User) -> None:
    """Offer it no longer; what was sold stays sold."""
    if product.retired_at is not None:
        return
    product.retired_at = clock.now()
    _activity.record("product_retired", by=by.id, product=product.id, sku=product.sku)
    db.session.commit()
    log.info("product_retired", product_id=product.id)


def restore_product(product: Product, *, by: User) -> None:
    """Put a retired product back on sale."""
    if product.retired_at is None:
        return
    product.retired_at = None
    _activity.record("product_restored", by=by.id, product=product.id, sku=product.sku)
    db.session.commit()
    log.info("product_restored", product_id=product.id)
