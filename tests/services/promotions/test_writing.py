"""Promotions as drafts: what a director writes, and what is refused."""

from datetime import timedelta

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Activity, QueueItem
from leadtracker.models.promotion import PromotionState
from leadtracker.services import promotions
from leadtracker.services.promotions import OfferTerms
from tests.support import builders


def test_a_draft_keeps_its_terms_and_touches_no_queue(terms, dora, db):
    promotion = promotions.create_promotion(terms(), by=dora)

    assert promotion.state is PromotionState.DRAFT
    assert [offer.price_minor for offer in promotion.offers] == [11_880]
    assert db.session.query(QueueItem).count() == 0


def test_two_promotions_cannot_have_one_name(terms, dora):
    promotions.create_promotion(terms(), by=dora)

    with pytest.raises(RuleViolation) as refused:
        promotions.create_promotion(terms(), by=dora)

    assert refused.value.field == "name"


def test_a_deadline_before_the_start_is_refused(terms, dora):
    day = terms().starts_on

    with pytest.raises(RuleViolation) as refused:
        promotions.create_promotion(terms(deadline_on=day - timedelta(days=1)), by=dora)

    assert refused.value.field == "deadline_on"


def test_offers_are_in_the_promotions_currency_and_each_product_once(terms, dora):
    dollars = builders.make_product(currency="USD")
    wheel = builders.make_product()

    for offers in ([OfferTerms(dollars, 1)], [OfferTerms(wheel, 1), OfferTerms(wheel, 2)]):
        with pytest.raises(RuleViolation) as refused:
            promotions.create_promotion(terms(offers=offers), by=dora)
        assert refused.value.field == "offers"


def test_changing_offers_keeps_adds_and_drops_products(terms, dora, db):
    first, second, third = (builders.make_product() for _ in range(3))
    promotion = promotions.create_promotion(
        terms(offers=[OfferTerms(first, 1), OfferTerms(second, 2)]), by=dora
    )

    promotions.update_promotion(
        promotion, terms(offers=[OfferTerms(third, 3), OfferTerms(second, 5)]), by=dora
    )

    db.session.expire_all()
    offers = [(offer.product_id, offer.price_minor) for offer in promotion.offers]
    assert offers == [(third.id, 3), (second.id, 5)]


def test_a_change_tells_what_was_and_what_is(terms, dora, db):
    promotion = promotions.create_promotion(terms(), by=dora)

    promotions.update_promotion(promotion, terms(target_orders=300), by=dora)

    line = db.session.query(Activity).filter_by(kind="promotion_updated").one()
    assert line.data["changes"] == {"target_orders": [240, 300]}


def test_saving_without_a_change_writes_no_line(terms, dora, db):
    promotion = promotions.create_promotion(terms(), by=dora)

    promotions.update_promotion(promotion, terms(), by=dora)

    assert db.session.query(Activity).filter_by(kind="promotion_updated").count() == 0
