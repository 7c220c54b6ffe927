"""Promotions that pause, end or change while they are live, and what becomes of the queue."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState
from leadtracker.models import Promotion
from leadtracker.services import postponements, promotions, queue, queue_sweeps
from tests.support import builders


def test_a_paused_promotion_is_drawn_from_by_nobody_and_comes_back_as_it_was(
    items_of, draft, alice, dora, db
):
    leads = [builders.make_lead(owner=alice), builders.make_lead()]
    promotion = draft(leads)
    promotions.launch_promotion(promotion, by=dora)
    before = {lead_id: (i.pool, i.state) for lead_id, i in items_of(promotion).items()}

    promotions.pause_promotion(promotion, by=dora)
    assert queue.claim_next(alice) is None

    promotions.resume_promotion(promotion, by=dora)
    after = {lead_id: (i.pool, i.state) for lead_id, i in items_of(promotion).items()}
    assert after == before


def test_what_is_on_a_desk_is_finished_there_and_then_rests_too(draft, alice, dora, db):
    promotion = draft([builders.make_lead(owner=alice)])
    promotions.launch_promotion(promotion, by=dora)
    item = queue.claim_next(alice)

    promotions.pause_promotion(promotion, by=dora)
    db.session.refresh(item)
    assert item.state is QueueState.CLAIMED

    postponements.skip_item(item, reason="busy", by=alice)
    assert queue.claim_next(alice) is None


def test_promised_callbacks_are_kept_while_their_promotion_rests(draft, alice, dora, db, clock):
    lead = builders.make_lead(owner=alice)
    promotion = draft([lead])
    promotions.launch_promotion(promotion, by=dora)
    builders.make_follow_up(lead, owner=alice, promotion_id=promotion.id)

    promotions.end_promotion(promotion, by=dora)
    clock.shift(timedelta(hours=2))
    queue_sweeps.make_due_ready()

    assert queue.claim_next(alice).kind == "callback"


def test_ending_gives_up_what_waits_and_keeps_what_was_done(items_of, draft, alice, dora, db):
    promotion = draft([builders.make_lead(owner=alice) for _ in range(3)])
    promotions.launch_promotion(promotion, by=dora)
    done = queue.claim_next(alice)
    done.finish(clocks.now())
    db.session.commit()

    promotions.end_promotion(promotion, by=dora)

    assert sorted(item.state.value for item in items_of(promotion).values()) == [
        "cancelled",
        "cancelled",
        "done",
    ]
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


def test_changing_the_teams_moves_leads_to_those_who_may_call_them(
    items_of, draft, terms, alice, charlie, dora, db
):
    ours, theirs = builders.make_lead(owner=alice), builders.make_lead(owner=charlie)
    promotion = draft([ours, theirs], teams=[alice.team])
    promotions.launch_promotion(promotion, by=dora)
    changed = {"lead_list": promotion.lead_list, "script": promotion.script}

    promotions.update_promotion(promotion, terms(teams=[charlie.team], **changed), by=dora)

    items = items_of(promotion)
    assert items[theirs.id].pool == f"team:{charlie.team_id}"
    assert queue.claim_next(alice) is None
    promotions.update_promotion(promotion, terms(teams=[alice.team], **changed), by=dora)
    assert items_of(promotion)[ours.id].pool == f"team:{alice.team_id}"


def test_a_launched_promotion_keeps_its_list(draft, terms, dora):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)

    with pytest.raises(RuleViolation) as refused:
        promotions.update_promotion(promotion, terms(), by=dora)

    assert refused.value.field == "lead_list"


def test_a_new_priority_moves_what_waits(items_of, draft, terms, dora, db):
    promotion = draft([builders.make_lead()])
    promotions.launch_promotion(promotion, by=dora)

    promotions.update_promotion(
        promotion, terms(lead_list=promotion.lead_list, priority=1), by=dora
    )

    assert {item.rank for item in items_of(promotion).values()} == {1014}


def test_a_draft_can_be_thrown_away_and_nothing_else(draft, dora, db):
    promotion = draft([builders.make_lead()])
    live = draft([builders.make_lead()], name="Other")
    promotions.launch_promotion(live, by=dora)

    promotions.delete_draft(promotion, by=dora)

    assert [row.name for row in db.session.query(Promotion)] == ["Other"]
    with pytest.raises(RuleViolation):
        promotions.delete_draft(live, by=dora)
