"""The catalogue's pages."""

import pytest

from leadtracker.models import Product
from tests.support import builders

VEGA = {"name": "Vega 17×7.5", "sku": "VG-17", "price": "£135.00", "currency": "GBP"}


@pytest.fixture
def director(sign_in, dora):
    return sign_in(dora)


def test_the_catalogue_lists_what_is_on_sale(director, dora, db):
    builders.make_product("Vega")
    builders.make_product("Old wheel", retired_at=builders.clock.now())
    db.session.commit()

    assert "Vega" in director.get("/products").text
    assert "Old wheel" not in director.get("/products").text
    assert "Old wheel" in director.get("/products?retired=1").text


def test_words_and_codes_are_found_and_wildcards_are_not_magic(director, db):
    builders.make_product("Vega 17″ black", sku="VG-17")
    builders.make_product("Steel 100%", sku="ST-1")
    db.session.commit()

    found = director.get("/products?q=black vg-17", htmx=True).text
    assert "Vega" in found
    assert "Steel" not in found
    assert "<html" not in found
    assert "Vega" not in director.get("/products?q=%25", htmx=True).text


def test_a_product_is_added_at_its_price(director, db):
    answer = director.post("/products", data=VEGA)

    assert answer.status_code == 303
    assert db.session.query(Product).one().unit_price_minor == 13_500


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Write what it is called."),
        ({"sku": ""}, "Write its code."),
        ({"price": ""}, "Write its price."),
        ({"price": "cheap"}, "is not an amount in GBP."),
        ({"price": "-5"}, "is not an amount in GBP."),
        ({"price": "99999999999"}, "is too much."),
        ({"currency": "ZZZ"}, "Choose one of the list."),
        ({"name": "x" * 201}, "At most 200 characters."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(director, db, wrong, words):
    answer = director.post("/products", data=VEGA | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Product).count() == 0


def test_a_code_that_is_taken_is_told(director, db):
    builders.make_product(sku="VG-17")
    db.session.commit()

    answer = director.post("/products", data=VEGA)

    assert answer.status_code == 422
    assert "Another product has the code VG-17." in answer.text


def test_a_product_is_changed(director, db):
    product = builders.make_product(unit_price_minor=12_345)
    db.session.commit()
    assert 'value="123.45"' in director.get(f"/products/{product.id}").text

    director.post(f"/products/{product.id}", data=VEGA | {"price": "140"})

    assert db.session.get(Product, product.id).unit_price_minor == 14_000


def test_a_product_is_taken_off_sale_and_put_back(director, db):
    product = builders.make_product()
    db.session.commit()

    director.post(f"/products/{product.id}/retirement")
    assert db.session.get(Product, product.id).retired_at is not None

    director.post(f"/products/{product.id}/restoration")
    assert db.session.get(Product, product.id).retired_at is None


def test_what_is_not_there_is_not_found(director):
    assert director.get("/products/987654").status_code == 404


@pytest.mark.parametrize("person", ["alice", "mona"])
def test_only_director_and_administrator_see_the_catalogue(sign_in, request, person, db):
    product = builders.make_product()
    browser = sign_in(request.getfixturevalue(person))

    assert browser.get("/products").status_code == 403
    assert browser.post("/products", data=VEGA).status_code == 403
    assert browser.post(f"/products/{product.id}/retirement").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_catalogue(director, db, count_queries):
    for _ in range(20):
        builders.make_product()
    db.session.commit()
    director.get("/products", htmx=True)

    with count_queries() as queries:
        director.get("/products", htmx=True)

    assert len(queries) <= 5
