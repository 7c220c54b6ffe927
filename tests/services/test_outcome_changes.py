"""A wrong key: taken back within seconds as if it had never been pressed, or corrected later."""

from datetime import timedelta
from uuid import uuid4

import pytest

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, DoNotCallEntry, FollowUp, QueueItem
from leadtracker.models.lead import Stage
from leadtracker.queries import queue as find_queue
from leadtracker.services import calls, gate, outcome_changes, outcomes, queue, queue_sweeps
from tests.support import builders


@pytest.fixture
def item(clock, db, alice) -> QueueItem:
    lead = builders.make_lead("Castle Tyres", owner=alice)
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    builders.make_queue_item(lead, promotion=promotion)
    following = builders.make_lead("Abbey Motors", owner=alice)
    builders.make_queue_item(following, promotion=promotion)
    db.session.commit()
    return queue.claim_next(alice)


@pytest.fixture
def undo(alice, telephony):
    return lambda call: outcome_changes.undo_outcome(call, by=alice, telephony=telephony)


def dial(item, alice, telephony):
    return calls.place_call(
        item.lead,
        item.lead.phones[0],
        by=alice,
        request_id=str(uuid4()),
        telephony=telephony,
        item=item,
    )


def test_a_wrong_key_is_taken_back_and_the_outcome_is_owed_again(call, item, outcome, alice, undo):
    following = outcomes.set_outcome(call, outcome("not_interested"), by=alice, note="Full shelves")
    assert following.lead.name == "Abbey Motors"

    undo(call)

    assert call.owes_outcome
    assert call.draft["note"] == "Full shelves"
    assert call.draft["outcome"] == outcome("not_interested").id
    assert (item.state, item.attempts) == (QueueState.CLAIMED, 0)
    assert item.claimed_by_id == alice.id
    assert following.state is QueueState.READY
    assert call.lead.stage is Stage.NEW


def test_taking_back_twice_is_harmless(call, outcome, alice, undo, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    undo(call)
    undo(call)

    undone = db.session.query(Activity).filter_by(kind="outcome_undone").count()
    assert undone == 1


def test_a_slip_that_promised_a_call_leaves_no_promise(call, outcome, alice, undo, clock, db):
    promise = outcomes.Promise(due_at=call.ended_at + timedelta(hours=2), said="in 2 h")
    outcomes.set_outcome(call, outcome("callback"), by=alice, promise=promise)

    undo(call)

    follow_up = db.session.query(FollowUp).one()
    assert follow_up.taken_back_at is not None
    assert follow_up.queue_item.state is QueueState.CANCELLED
    assert call.draft["follow_up"] == "in 2 h"


def test_a_slip_that_kept_a_promise_leaves_it_open(clock, db, alice, undo):
    follow_up = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    clock.shift(timedelta(hours=1))
    queue_sweeps.make_due_ready()
    item = queue.claim_next(alice)
    call = builders.make_call(item.lead, by=alice, queue_item_id=item.id)
    chosen = builders.make_outcome_set().outcomes[4]
    outcomes.set_outcome(call, chosen, by=alice)
    assert not follow_up.is_open

    undo(call)

    assert follow_up.is_open
    assert follow_up.kept_at is None
    assert item.state is QueueState.CLAIMED


def test_a_blocked_number_is_blocked_at_once_and_free_again_after_undo(
    call, item, outcome, alice, undo, telephony, db
):
    phone = call.lead.phones[0].e164
    other = builders.make_queue_item(call.lead)
    promise = builders.make_follow_up(call.lead, owner=alice)
    db.session.commit()
    outcomes.set_outcome(call, outcome("do_not_call"), by=alice)
    assert not gate.answer_for(call.lead, phone, telephony=telephony).may_dial
    assert other.state is QueueState.CANCELLED
    assert promise.is_released

    undo(call)

    assert gate.answer_for(call.lead, phone, telephony=telephony).may_dial
    assert other.state is QueueState.READY
    assert (promise.is_open, promise.queue_item.state) == (True, QueueState.SCHEDULED)
    assert db.session.query(DoNotCallEntry).one().lifted_reason == "undone"


def test_undo_lifts_no_block_that_stood_before(call, outcome, alice, undo, db):
    db.session.add(DoNotCallEntry(e164=call.phone_e164, added_by_id=alice.id))
    db.session.commit()
    outcomes.set_outcome(call, outcome("do_not_call"), by=alice)

    undo(call)

    assert db.session.query(DoNotCallEntry).one().is_active


def test_the_unanswered_dial_that_followed_is_stopped(call, outcome, alice, undo, telephony, db):
    following = outcomes.set_outcome(call, outcome("no_answer"), by=alice)
    second = dial(following, alice, telephony)

    undo(call)

    assert second.has_ended
    assert not second.owes_outcome
    assert len(telephony.asked_for("hang_up")) == 1
    assert find_queue.find_unsettled_call(alice).id == call.id
    assert (following.state, following.attempts) == (QueueState.READY, 0)


def test_what_is_heard_of_the_stopped_dial_later_brings_no_debt(
    call, outcome, alice, undo, telephony
):
    second = dial(outcomes.set_outcome(call, outcome("no_answer"), by=alice), alice, telephony)
    calls.hear_room(telephony.room_event(second.id, RoomEventKind.JOINED, LegRole.AGENT))
    calls.ring_lead(second.id, telephony=telephony)
    undo(call)

    calls.hear_leg(telephony.leg_event(second.id, LegRole.LEAD, LegStatus.CANCELED))

    assert not second.owes_outcome


def test_a_lead_who_has_answered_is_not_hung_up_on(call, outcome, alice, undo, telephony):
    second = dial(outcomes.set_outcome(call, outcome("no_answer"), by=alice), alice, telephony)
    calls.hear_room(telephony.room_event(second.id, RoomEventKind.JOINED, LegRole.AGENT))
    calls.ring_lead(second.id, telephony=telephony)
    calls.hear_leg(telephony.leg_event(second.id, LegRole.LEAD, LegStatus.IN_PROGRESS))

    with pytest.raises(RuleViolation, match="Abbey Motors has answered"):
        undo(call)

    assert not second.has_ended
    assert call.outcome.code == "no_answer"


def test_after_ten_seconds_it_is_too_late(call, outcome, alice, undo, clock):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)
    clock.shift(11)

    with pytest.raises(RuleViolation, match="too late"):
        undo(call)


def test_nobody_takes_back_a_colleagues_outcome(call, outcome, alice, bob, telephony):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice)

    with pytest.raises(RuleViolation, match="colleague"):
        outcome_changes.undo_outcome(call, by=bob, telephony=telephony)


def test_a_replaced_outcome_is_as_if_it_had_been_set_at_once(call, item, outcome, alice, clock, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)
    clock.shift(timedelta(hours=3))

    outcome_changes.replace_outcome(call, outcome("not_interested"), by=alice, note="Was wrong")

    assert call.outcome.code == "not_interested"
    assert (item.state, item.attempts) == (QueueState.DONE, 1)
    replaced = db.session.query(Activity).filter_by(kind="outcome_replaced").one()
    assert replaced.data == {"was": "No answer", "label": "Not interested"}


def test_what_came_after_the_call_is_left_alone(call, item, outcome, alice, clock, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)
    clock.shift(timedelta(hours=5))
    queue_sweeps.make_due_ready()
    db.session.refresh(item)
    again = queue.open_item(item, by=alice)
    builders.make_call(again.lead, by=alice, queue_item_id=again.id)
    before = again.remember()

    outcome_changes.replace_outcome(call, outcome("not_interested"), by=alice)

    assert call.outcome.code == "not_interested"
    assert again.remember() == before


def test_a_correction_never_lifts_a_block(call, outcome, alice, db):
    outcomes.set_outcome(call, outcome("do_not_call"), by=alice, claim_next=False)

    outcome_changes.replace_outcome(call, outcome("not_interested"), by=alice)

    assert db.session.query(DoNotCallEntry).one().is_active


def test_a_correction_may_block_a_number(call, outcome, alice, db):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)

    outcome_changes.replace_outcome(call, outcome("do_not_call"), by=alice)

    assert db.session.query(DoNotCallEntry).one().e164 == call.phone_e164


def test_old_calls_and_colleagues_calls_are_for_whoever_runs_the_floor(
    call, outcome, alice, bob, mona, clock
):
    outcomes.set_outcome(call, outcome("no_answer"), by=alice, claim_next=False)

    with pytest.raises(RuleViolation, match="colleague"):
        outcome_changes.replace_outcome(call, outcome("voicemail"), by=bob)
    clock.shift(timedelta(hours=25))
    with pytest.raises(RuleViolation, match="older than a day"):
        outcome_changes.replace_outcome(call, outcome("voicemail"), by=alice)
    outcome_changes.replace_outcome(call, outcome("voicemail"), by=mona)

    assert call.outcome.code == "voicemail"


def test_an_unsettled_call_has_nothing_to_replace(call, outcome, alice):
    with pytest.raises(RuleViolation, match="not settled yet"):
        outcome_changes.replace_outcome(call, outcome("voicemail"), by=alice)


def test_a_draft_is_kept_until_the_outcome_is_set(call, outcome, alice):
    outcomes.keep_draft(
        call, by=alice, note="Ring the workshop", outcome=outcome("voicemail"), follow_up=""
    )
    assert call.draft["note"] == "Ring the workshop"

    outcomes.set_outcome(call, outcome("voicemail"), by=alice, note="Ring the workshop")
    outcomes.keep_draft(call, by=alice, note="too late", outcome=None, follow_up="")

    assert call.draft == {}
