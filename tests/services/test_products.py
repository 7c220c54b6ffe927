"""Products: added, changed, retired."""

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Activity, Product
from leadtracker.services import products
from tests.support import builders


def test_a_product_is_created_with_its_price(dora, db):
    product = products.create_product(
        sku="VG-17", name="Vega 17×7.5", unit_price_minor=13_500, currency="GBP", by=dora
    )

    assert db.session.get(Product, product.id).unit_price_minor == 13_500
    assert db.session.query(Activity).filter_by(kind="product_created").count() == 1


def test_a_code_belongs_to_one_product(dora):
    builders.make_product(sku="VG-17")

    with pytest.raises(RuleViolation) as refused:
        products.create_product(
            sku="VG-17", name="Other", unit_price_minor=1, currency="GBP", by=dora
        )

    assert refused.value.field == "sku"


def test_changing_a_product_to_a_taken_code_changes_nothing(dora, db):
    builders.make_product(sku="TAKEN")
    product = builders.make_product("Vega", sku="VG-17")

    with pytest.raises(RuleViolation):
        products.update_product(
            product, sku="TAKEN", name="Vega II", unit_price_minor=1, currency="GBP", by=dora
        )

    assert db.session.get(Product, product.id).name == "Vega"


def test_a_change_keeps_the_old_price_in_the_trail(dora, db):
    product = builders.make_product(unit_price_minor=100)

    products.update_product(
        product, sku="NEW", name="New", unit_price_minor=200, currency="GBP", by=dora
    )

    line = db.session.query(Activity).filter_by(kind="product_updated").one()
    assert line.data["was"]["unit_price_minor"] == 100
    assert line.data["unit_price_minor"] == 200


def test_retiring_and_restoring_are_each_recorded_once(dora, db):
    product = builders.make_product()

    products.retire_product(product, by=dora)
    products.retire_product(product, by=dora)
    assert product.retired_at is not None
    products.restore_product(product, by=dora)
    products.restore_product(product, by=dora)

    assert product.retired_at is None
    kinds = [line.kind for line in db.session.query(Activity).order_by(Activity.id)]
    assert kinds == ["product_retired", "product_restored"]
