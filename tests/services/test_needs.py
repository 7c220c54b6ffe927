"""The need of live promotions, and their items' ranks after it."""

from datetime import timedelta

import pytest

from leadtracker.domain.need import NO_NEED
from leadtracker.domain.queue import TOP_RANK, USUAL_NEED, QueueState
from leadtracker.models.promotion import PromotionState
from leadtracker.services import needs, promotion_queue, queue
from tests.support import builders


@pytest.fixture
def leads(clock, db, alice):
    return [builders.make_lead(owner=alice) for _each in range(5)]


@pytest.fixture
def promotion(leads, db):
    """Reached its target, so it needs nothing more; three of its items wait, one is settled."""
    made = builders.make_promotion(leads=leads, products=[builders.make_product()], target_orders=1)
    for lead in leads[:3]:
        builders.make_queue_item(lead, promotion=made)
    builders.make_queue_item(leads[3], promotion=made, state=QueueState.DONE)
    return made


@pytest.fixture
def reached(promotion, leads, alice, db):
    builders.make_order(leads[0], by=alice, promotion=promotion)
    db.session.commit()
    return promotion


@pytest.fixture
def ranks(db):
    def ranks(promotion):
        from leadtracker.models import QueueItem

        rows = db.session.query(QueueItem.rank).filter_by(promotion_id=promotion.id)
        return [rank for (rank,) in rows.order_by(QueueItem.lead_id)]

    return ranks


def test_a_promotion_of_which_nothing_is_known_has_the_usual_need(promotion, db):
    db.session.commit()

    assert needs.refresh_needs() == 0
    assert needs.rank_items() == 0
    assert promotion.need == USUAL_NEED


def test_a_need_that_changes_moves_what_waits_in_small_steps(reached, ranks):
    usual = reached.rank

    assert needs.refresh_needs() == 1
    assert reached.need == NO_NEED
    assert ranks(reached) == [usual] * 4

    assert needs.rank_items(limit=2) == 2
    assert ranks(reached) == [reached.rank] * 2 + [usual] * 2
    assert needs.rank_items(limit=2) == 2
    assert ranks(reached) == [reached.rank] * 3 + [usual]  # what is settled keeps its rank
    assert needs.rank_items(limit=2) == 0
    assert reached.reranked_lead_id is None


def test_what_did_not_change_is_left_alone(reached):
    needs.refresh_needs()

    assert needs.refresh_needs() == 0


def test_what_was_put_on_top_stays_there(reached, leads, ranks, db):
    item = builders.make_queue_item(leads[4], promotion=reached, rank=TOP_RANK)
    db.session.commit()

    needs.refresh_needs()
    needs.rank_items()
    promotion_queue.place_items(reached)
    db.session.refresh(item)

    assert item.rank == TOP_RANK


def test_leads_that_join_later_have_the_new_rank_at_once(reached, leads, db, ranks):
    needs.refresh_needs()
    needs.rank_items()

    promotion_queue.add_leads(reached)

    assert ranks(reached)[4] == reached.rank


def test_among_equal_priorities_the_needier_goes_first(reached, leads, alice, db):
    needy = builders.make_promotion(leads=leads, need=0)
    wanted = builders.make_queue_item(leads[4], promotion=needy, owner=alice)
    for item in db.session.query(type(wanted)).filter_by(promotion_id=reached.id):
        item.pool = wanted.pool
    db.session.commit()

    assert queue.claim_next(alice).id == wanted.id


def test_only_live_promotions_are_looked_at(reached, db):
    reached.state = PromotionState.PAUSED
    db.session.commit()

    assert needs.refresh_needs() == 0


def test_a_promotion_behind_its_target_needs_calls_most(promotion, db, clock):
    promotion.target_orders = 500
    promotion.starts_on -= timedelta(days=14)
    db.session.commit()

    needs.refresh_needs()

    assert promotion.need == 0
