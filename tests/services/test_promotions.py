"""Promotions: written, launched, paused, ended, and what each does to the queue."""

from datetime import timedelta

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, Event, LeadListMember, Promotion, QueueItem
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.queue import pools_of
from leadtracker.services import promotions, queue
from leadtracker.services.do_not_call import block_number
from leadtracker.services.outcome_sets import default_set
from leadtracker.services.promotion_queue import (
    enqueue_all_new_members,
    enqueue_list,
    park_closed_hours,
)
from leadtracker.services.promotions import OfferTerms, Terms
from tests.support import builders


@pytest.fixture
def terms(clock, db):
    """``terms(name=…)``: what a director would write; only the named parts differ."""
    wheel = builders.make_product("Vega", unit_price_minor=13_500)
    today = builders.clock.now().date()
    base = {
        "name": "Spring Alloy",
        "lead_list": builders.make_list(leads=[builders.make_lead()]),
        "script": builders.make_script(),
        "outcome_set": default_set(),
        "starts_on": today,
        "deadline_on": today + timedelta(days=14),
        "target_orders": 240,
        "currency": "GBP",
        "offers": [OfferTerms(wheel, 11_880)],
    }
    return lambda **changes: Terms(**(base | changes))


@pytest.fixture
def draft(terms, dora):
    """``draft(leads, …)``: a draft for these leads."""

    def draft(leads, **changes):
        chosen = builders.make_list(leads=leads)
        return promotions.create_promotion(terms(lead_list=chosen, **changes), by=dora)

    return draft


def items_of(db, promotion) -> dict[int, QueueItem]:
    rows = db.session.query(QueueItem).filter_by(promotion_id=promotion.id)
    return {item.lead_id: item for item in rows.populate_existing()}


def states_of(db, promotion) -> list[str]:
    return sorted(item.state.value for item in items_of(db, promotion).values())


# --- writing -------------------------------------------------------------------------------------


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


# --- launching -----------------------------------------------------------------------------------


def test_launch_queues_each_lead_that_may_be_called(draft, alice, charlie, dora, db, noise):
    ours = builders.make_lead(owner=alice)
    pooled = builders.make_lead()
    theirs = builders.make_lead(owner=charlie)
    silent = builders.make_lead(phone="")
    blocked = builders.make_lead(phone="+44 20 7946 0999")
    block_number("+442079460999", reason="asked", by=dora)
    lost = builders.make_lead(time_zone="")
    promotion = draft([ours, pooled, theirs, silent, blocked, lost], teams=[alice.team])

    count = promotions.launch_promotion(promotion, by=dora)

    items = items_of(db, promotion)
    assert count == 2
    assert {lead_id: item.pool for lead_id, item in items.items()} == {
        ours.id: f"team:{alice.team_id}",
        pooled.id: f"promotion:{promotion.id}",
    }
    assert promotion.is_live


def test_a_lead_with_a_second_number_that_may_be_called_is_queued(draft, dora, db):
    lead = builders.make_lead(phone="+44 20 7946 0999")
    lead.phones.append(builders.Phone(e164="+442079460998", original="020 7946 0998", position=1))
    block_number("+442079460999", reason="asked", by=dora)

    assert promotions.launch_promotion(draft([lead]), by=dora) == 1


def test_leads_are_ready_where_it_is_day_and_wait_where_it_is_night(draft, dora, db):
    leeds = builders.make_lead()
    phoenix = builders.make_lead(country="US", time_zone="America/Phoenix")
    promotion = draft([leeds, phoenix])

    promotions.launch_promotion(promotion, by=dora)

    items = items_of(db, promotion)
    assert items[leeds.id].state is QueueState.READY
    waiting = items[phoenix.id]
    assert waiting.state is QueueState.SCHEDULED
    assert waiting.not_before.isoformat() == "2026-03-10T15:00:00+00:00"  # 8 am in Phoenix


def test_a_start_in_the_future_waits_for_that_day(draft, terms, dora, db):
    day = terms().starts_on + timedelta(days=6)
    lead = builders.make_lead()
    promotion = draft([lead], starts_on=day, deadline_on=day)

    promotions.launch_promotion(promotion, by=dora)

    item = items_of(db, promotion)[lead.id]
    assert item.state is QueueState.SCHEDULED
    assert item.not_before.date() == day


def test_a_launched_lead_can_be_claimed_by_its_team_and_by_no_other(
    draft, alice, charlie, dora, db
):
    promotion = draft([builders.make_lead(owner=alice)], teams=[alice.team])
    promotions.launch_promotion(promotion, by=dora)

    assert queue.claim_next(charlie) is None
    assert queue.claim_next(alice).promotion_id == promotion.id


def test_the_pool_of_a_promotion_is_drawn_from_by_its_teams(draft, alice, charlie, dora):
    promotion = draft([builders.make_lead()], teams=[alice.team])
    promotions.launch_promotion(promotion, by=dora)

    assert f"promotion:{promotion.id}" in pools_of(alice)
    assert f"promotion:{promotion.id}" not in pools_of(charlie)


def test_a_higher_priority_comes_first(draft, alice, dora):
    lead, other = builders.make_lead(owner=alice), builders.make_lead(owner=alice)
    later = draft([lead], name="Later", priority=7)
    sooner = draft([other], name="Sooner", priority=2)
    promotions.launch_promotion(later, by=dora)
    promotions.launch_promotion(sooner, by=dora)

    assert queue.claim_next(alice).promotion_id == sooner.id


@pytest.mark.parametrize("fault", ["offers", "script", "deadline", "nobody"])
def test_what_cannot_be_launched_stays_a_draft(draft, terms, dora, db, fault):
    day = terms().starts_on
    wrong = {
        "offers": {"offers": []},
        "script": {"script": builders.make_script(steps=[])},
        "deadline": {"starts_on": day - timedelta(days=9), "deadline_on": day - timedelta(days=1)},
        "nobody": {},
    }
    lead = builders.make_lead(phone="" if fault == "nobody" else None)
    promotion = draft([lead], **wrong[fault])

    with pytest.raises(RuleViolation):
        promotions.launch_promotion(promotion, by=dora)

    assert db.session.get(Promotion, promotion.id).state is PromotionState.DRAFT
    assert db.session.query(QueueItem).count() == 0


def test_a_promotion_is_launched_once(draft, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)

    with pytest.raises(RuleViolation):
        promotions.launch_promotion(promotion, by=dora)


def test_a_launch_tells_queue_and_board(draft, dora, db):
    promotions.launch_promotion(draft([builders.make_lead()]), by=dora)

    names = {event.name for event in db.session.query(Event)}
    assert names == {"queue_changed", "board_changed"}


# --- the list grows ------------------------------------------------------------------------------


def test_leads_that_come_onto_the_list_later_are_queued_once(draft, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)
    late = builders.make_lead()
    db.session.add(LeadListMember(list_id=promotion.list_id, lead_id=late.id))

    assert enqueue_list(promotion.list_id) == 1
    assert enqueue_all_new_members() == 0
    assert late.id in items_of(db, promotion)


def test_a_list_of_a_draft_or_a_paused_promotion_queues_nobody(draft, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)
    promotions.pause_promotion(promotion, by=dora)
    late = builders.make_lead()
    db.session.add(LeadListMember(list_id=promotion.list_id, lead_id=late.id))

    assert enqueue_all_new_members() == 0

    promotions.resume_promotion(promotion, by=dora)
    assert late.id in items_of(db, promotion)


# --- nightfall -----------------------------------------------------------------------------------


def test_ready_leads_of_a_zone_that_closed_wait_for_its_opening(draft, alice, dora, db, clock):
    leeds = builders.make_lead(owner=alice)
    phoenix = builders.make_lead(owner=alice, country="US", time_zone="America/Phoenix")
    promotion = draft([leeds, phoenix])
    promotions.launch_promotion(promotion, by=dora)
    clock.shift(timedelta(hours=12))  # 10 pm in Leeds, 3 pm in Phoenix

    assert queue.make_due_ready() == 1
    assert park_closed_hours() == 1

    items = items_of(db, promotion)
    assert items[phoenix.id].state is QueueState.READY
    assert items[leeds.id].state is QueueState.SCHEDULED
    assert items[leeds.id].not_before.isoformat() == "2026-03-11T08:00:00+00:00"


def test_parking_leaves_promises_and_open_zones_alone(draft, alice, dora, db, clock):
    promotion = draft([builders.make_lead(owner=alice)])
    promotions.launch_promotion(promotion, by=dora)
    builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)

    assert park_closed_hours() == 0
    clock.shift(timedelta(hours=12))
    queue.make_due_ready()
    assert park_closed_hours() == 1


# --- pausing and ending --------------------------------------------------------------------------


def test_a_paused_promotion_is_drawn_from_by_nobody_and_comes_back_as_it_was(
    draft, alice, dora, db
):
    leads = [builders.make_lead(owner=alice), builders.make_lead()]
    promotion = draft(leads)
    promotions.launch_promotion(promotion, by=dora)
    before = {lead_id: (i.pool, i.state) for lead_id, i in items_of(db, promotion).items()}

    promotions.pause_promotion(promotion, by=dora)
    assert queue.claim_next(alice) is None

    promotions.resume_promotion(promotion, by=dora)
    after = {lead_id: (i.pool, i.state) for lead_id, i in items_of(db, promotion).items()}
    assert after == before


def test_what_is_on_a_desk_is_finished_there_and_then_rests_too(draft, alice, dora, db):
    promotion = draft([builders.make_lead(owner=alice)])
    promotions.launch_promotion(promotion, by=dora)
    item = queue.claim_next(alice)

    promotions.pause_promotion(promotion, by=dora)
    db.session.refresh(item)
    assert item.state is QueueState.CLAIMED

    queue.skip_item(item, reason="busy", by=alice)
    assert queue.claim_next(alice) is None


def test_promised_callbacks_are_kept_while_their_promotion_rests(draft, alice, dora, db, clock):
    lead = builders.make_lead(owner=alice)
    promotion = draft([lead])
    promotions.launch_promotion(promotion, by=dora)
    builders.make_follow_up(lead, owner=alice, promotion_id=promotion.id)

    promotions.end_promotion(promotion, by=dora)
    clock.shift(timedelta(hours=2))
    queue.make_due_ready()

    assert queue.claim_next(alice).kind == "callback"


def test_ending_gives_up_what_waits_and_keeps_what_was_done(draft, alice, dora, db):
    promotion = draft([builders.make_lead(owner=alice) for _ in range(3)])
    promotions.launch_promotion(promotion, by=dora)
    done = queue.claim_next(alice)
    done.finish(builders.clock.now())
    db.session.commit()

    promotions.end_promotion(promotion, by=dora)

    assert states_of(db, promotion) == ["cancelled", "cancelled", "done"]
    assert promotion.ended_at is not None
    with pytest.raises(RuleViolation):
        promotions.pause_promotion(promotion, by=dora)


def test_a_draft_is_neither_paused_nor_ended(draft, dora):
    promotion = draft([builders.make_lead()])

    for move in (
        promotions.pause_promotion,
        promotions.resume_promotion,
        promotions.end_promotion,
    ):
        with pytest.raises(RuleViolation):
            move(promotion, by=dora)


# --- changes while live --------------------------------------------------------------------------


def test_changing_the_teams_moves_leads_to_those_who_may_call_them(
    draft, terms, alice, charlie, dora, db
):
    ours, theirs = builders.make_lead(owner=alice), builders.make_lead(owner=charlie)
    promotion = draft([ours, theirs], teams=[alice.team])
    promotions.launch_promotion(promotion, by=dora)
    changed = {"lead_list": promotion.lead_list, "script": promotion.script}

    promotions.update_promotion(promotion, terms(teams=[charlie.team], **changed), by=dora)

    items = items_of(db, promotion)
    assert items[theirs.id].pool == f"team:{charlie.team_id}"
    assert queue.claim_next(alice) is None
    promotions.update_promotion(promotion, terms(teams=[alice.team], **changed), by=dora)
    assert items_of(db, promotion)[ours.id].pool == f"team:{alice.team_id}"


def test_a_launched_promotion_keeps_its_list(draft, terms, dora):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)

    with pytest.raises(RuleViolation) as refused:
        promotions.update_promotion(promotion, terms(), by=dora)

    assert refused.value.field == "lead_list"


def test_a_new_priority_moves_what_waits(draft, terms, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)

    promotions.update_promotion(
        promotion, terms(lead_list=promotion.lead_list, priority=1), by=dora
    )

    assert {item.rank for item in items_of(db, promotion).values()} == {1001}


def test_a_draft_can_be_thrown_away_and_nothing_else(draft, dora, db):
    promotion = draft([builders.make_lead()])
    live = draft([builders.make_lead()], name="Other")
    promotions.launch_promotion(live, by=dora)

    promotions.delete_draft(promotion, by=dora)

    assert [row.name for row in db.session.query(Promotion)] == ["Other"]
    with pytest.raises(RuleViolation):
        promotions.delete_draft(live, by=dora)
