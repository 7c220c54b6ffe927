"""Launching a promotion: whose queue its leads join, when, and how later ones follow."""

from datetime import timedelta

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState
from leadtracker.models import Event, LeadListMember, Phone, Promotion, QueueItem
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.queue import pools_of
from leadtracker.services import promotions, queue, queue_sweeps
from leadtracker.services.calling_hours import park_closed_hours
from leadtracker.services.do_not_call import block_number
from leadtracker.services.promotion_queue import enqueue_all_new_members, enqueue_list
from tests.support import builders


def test_launch_queues_each_lead_that_may_be_called(
    items_of, draft, alice, charlie, dora, db, noise
):
    ours = builders.make_lead(owner=alice)
    pooled = builders.make_lead()
    theirs = builders.make_lead(owner=charlie)
    silent = builders.make_lead(phone="")
    blocked = builders.make_lead(phone="+44 20 7946 0999")
    block_number("+442079460999", reason="asked", by=dora)
    lost = builders.make_lead(time_zone="")
    promotion = draft([ours, pooled, theirs, silent, blocked, lost], teams=[alice.team])

    count = promotions.launch_promotion(promotion, by=dora)

    items = items_of(promotion)
    assert count == 2
    assert {lead_id: item.pool for lead_id, item in items.items()} == {
        ours.id: f"team:{alice.team_id}",
        pooled.id: f"promotion:{promotion.id}",
    }
    assert promotion.is_live


def test_a_lead_with_a_second_number_that_may_be_called_is_queued(draft, dora, db):
    lead = builders.make_lead(phone="+44 20 7946 0999")
    lead.phones.append(Phone(e164="+442079460998", original="020 7946 0998", position=1))
    block_number("+442079460999", reason="asked", by=dora)

    assert promotions.launch_promotion(draft([lead]), by=dora) == 1


def test_leads_are_ready_where_it_is_day_and_wait_where_it_is_night(items_of, draft, dora, db):
    leeds = builders.make_lead()
    phoenix = builders.make_lead(country="US", time_zone="America/Phoenix")
    promotion = draft([leeds, phoenix])

    promotions.launch_promotion(promotion, by=dora)

    items = items_of(promotion)
    assert items[leeds.id].state is QueueState.READY
    waiting = items[phoenix.id]
    assert waiting.state is QueueState.SCHEDULED
    assert waiting.not_before.isoformat() == "2026-03-10T15:00:00+00:00"  # 8 am in Phoenix


def test_a_start_in_the_future_waits_for_that_day(items_of, draft, terms, dora, db):
    day = terms().starts_on + timedelta(days=6)
    lead = builders.make_lead()
    promotion = draft([lead], starts_on=day, deadline_on=day)

    promotions.launch_promotion(promotion, by=dora)

    item = items_of(promotion)[lead.id]
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


def test_leads_that_come_onto_the_list_later_are_queued_once(items_of, draft, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)
    late = builders.make_lead()
    db.session.add(LeadListMember(list_id=promotion.list_id, lead_id=late.id))

    assert enqueue_list(promotion.list_id) == 1
    assert enqueue_all_new_members() == 0
    assert late.id in items_of(promotion)


def test_a_list_of_a_draft_or_a_paused_promotion_queues_nobody(items_of, draft, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)
    promotions.pause_promotion(promotion, by=dora)
    late = builders.make_lead()
    db.session.add(LeadListMember(list_id=promotion.list_id, lead_id=late.id))

    assert enqueue_all_new_members() == 0

    promotions.resume_promotion(promotion, by=dora)
    assert late.id in items_of(promotion)


def test_ready_leads_of_a_zone_that_closed_wait_for_its_opening(
    items_of, draft, alice, dora, db, clock
):
    leeds = builders.make_lead(owner=alice)
    phoenix = builders.make_lead(owner=alice, country="US", time_zone="America/Phoenix")
    promotion = draft([leeds, phoenix])
    promotions.launch_promotion(promotion, by=dora)
    clock.shift(timedelta(hours=12))  # 10 pm in Leeds, 3 pm in Phoenix

    assert queue_sweeps.make_due_ready() == 1
    assert park_closed_hours() == 1

    items = items_of(promotion)
    assert items[phoenix.id].state is QueueState.READY
    assert items[leeds.id].state is QueueState.SCHEDULED
    assert items[leeds.id].not_before.isoformat() == "2026-03-11T08:00:00+00:00"


def test_nothing_is_parked_while_its_zone_is_open(draft, alice, dora):
    promotions.launch_promotion(draft([builders.make_lead(owner=alice)]), by=dora)

    assert park_closed_hours() == 0
