"""Dialling: the gate first, the coordinator next, the lead last, each once."""

import pytest

from leadtracker.domain.calls import CallState, EndReason, LegRole
from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Call, DialDecision, DoNotCallEntry
from leadtracker.services import calls, gate, queue
from tests.support import builders


def test_dialling_rings_the_coordinator_and_nobody_else(line):
    call = line.dial()

    assert call.state is CallState.DIALING_AGENT
    assert [given["to"] for given in line.telephony.asked_for("ring_agent")] == [line.user.phone]
    assert line.telephony.asked_for("ring_lead") == []


def test_the_lead_is_rung_once_the_coordinator_is_in_the_room(line):
    line.dial()
    line.coordinator_answers()

    assert line.call.state is CallState.RINGING_LEAD
    assert [given["to"] for given in line.telephony.asked_for("ring_lead")] == [
        line.lead.phones[0].e164
    ]


def test_the_lead_is_rung_once_however_often_the_room_says_so(line):
    line.dial()
    line.coordinator_answers()
    calls.ring_lead(line.call.id, telephony=line.telephony)
    calls.ring_lead(line.call.id, telephony=line.telephony)

    assert len(line.telephony.asked_for("ring_lead")) == 1


def test_pressing_twice_dials_once(line):
    first = line.dial("one-press")
    second = line.dial("one-press")

    assert first.id == second.id
    assert len(line.telephony.asked_for("ring_agent")) == 1


def test_a_second_call_waits_for_the_first(line):
    line.dial()

    with pytest.raises(RuleViolation, match="You are on a call with Castle Tyres"):
        line.dial()


def test_a_coordinator_without_a_telephone_is_told_so(line):
    line.user.phone = None

    with pytest.raises(RuleViolation, match="telephone number is missing"):
        line.dial()


def test_nothing_is_dialled_outside_calling_hours_and_the_answer_is_kept(line, clock, db):
    clock.shift(12 * 3600)

    with pytest.raises(gate.DialBlocked) as blocked:
        line.dial()

    assert blocked.value.answer.headline.code == "QUIET_HOURS"
    assert line.telephony.asked == []
    assert db.session.query(Call).count() == 0
    assert db.session.query(DialDecision).one().decision == "block"


def test_a_number_on_the_do_not_call_list_is_never_dialled(line, db):
    number = line.lead.phones[0].e164
    db.session.add(DoNotCallEntry(e164=number, reason="asked on Monday"))
    db.session.commit()

    with pytest.raises(gate.DialBlocked):
        line.dial()

    assert line.telephony.asked == []


def test_a_block_between_click_and_ring_stops_the_call(line, db):
    line.dial()
    db.session.add(DoNotCallEntry(e164=line.lead.phones[0].e164))
    db.session.commit()

    line.coordinator_answers()

    assert line.telephony.asked_for("ring_lead") == []
    assert (line.call.state, line.call.end_reason) == (CallState.ENDED, EndReason.BLOCKED)
    assert not line.call.owes_outcome
    assert len(line.telephony.asked_for("hang_up")) == 1


def test_a_refusal_by_the_provider_is_told_in_words_and_owes_nothing(line):
    line.telephony.refuse_next("ring_agent", 21215)

    call = line.dial()

    assert call.end_reason is EndReason.REFUSED
    assert "Geo permissions" in call.trouble
    assert not call.owes_outcome


def test_a_refused_lead_number_frees_the_coordinator_and_owes_an_outcome(line):
    line.telephony.refuse_next("ring_lead", 21211)
    line.dial()
    line.coordinator_answers()

    assert line.call.end_reason is EndReason.LEAD_UNREACHABLE
    assert line.call.owes_outcome
    agent = line.call.leg(LegRole.AGENT)
    assert [given["provider_id"] for given in line.telephony.asked_for("hang_up")] == [
        agent.provider_id
    ]


def test_an_unanswered_request_is_not_repeated_blindly(line):
    line.telephony.lose_next("ring_agent")

    call = line.dial()

    assert call.state is CallState.DIALING_AGENT
    assert len(line.telephony.asked_for("ring_agent")) == 1


def test_a_lead_on_a_colleagues_desk_is_not_dialled(line, bob, db):
    line.item.release()
    db.session.commit()
    queue.open_item(line.item, by=bob)

    with pytest.raises(RuleViolation, match="not on your desk"):
        line.dial()

    assert line.telephony.asked == []


def test_a_finished_reason_is_not_dialled_from_a_stale_page(line, db):
    line.item.finish(line.item.due_at)
    db.session.commit()

    with pytest.raises(RuleViolation, match="not on your desk"):
        line.dial()


def test_two_people_never_have_one_lead_on_their_desks(line, bob, db):
    other = builders.make_queue_item(line.lead, owner=bob, kind="callback")
    db.session.commit()

    with pytest.raises(RuleViolation, match="A colleague has just taken this one"):
        queue.open_item(other, by=bob)
