"""Lost messages and dead processes: the provider is asked, and the call ends where it really is."""

from dataclasses import replace
from datetime import timedelta

from leadtracker.domain.calls import CallState, EndReason, LegRole, LegStatus, RoomEventKind
from leadtracker.models import CallLeg
from leadtracker.services import calls


def _really(line, role: LegRole, status: LegStatus, **facts) -> None:
    """What the network knows, without telling us."""
    provider_id = line.telephony.provider_id_of(line.call.id, role)
    report = line.telephony.legs[provider_id]
    line.telephony.legs[provider_id] = replace(report, status=status, **facts)


def test_a_call_we_have_just_heard_of_is_not_asked_about(line):
    line.dial()

    assert calls.reconcile() == 0


def test_a_ringing_whose_end_was_lost_ends(line, clock):
    line.dial()
    line.coordinator_answers()
    _really(line, LegRole.LEAD, LegStatus.NO_ANSWER)

    clock.shift(46)
    calls.reconcile()

    assert line.call.end_reason is EndReason.LEAD_NO_ANSWER
    assert line.call.owes_outcome


def test_a_conversation_whose_end_was_lost_ends(line, clock):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()
    _really(line, LegRole.LEAD, LegStatus.COMPLETED, duration_seconds=240)

    clock.shift(timedelta(minutes=11))
    calls.reconcile()

    assert (line.call.state, line.call.end_reason) == (CallState.ENDED, EndReason.TALKED)


def test_a_lead_that_a_dead_process_forgot_is_rung(line, clock):
    line.dial()
    line.hear(LegRole.AGENT, LegStatus.IN_PROGRESS)
    line.in_room(RoomEventKind.JOINED, LegRole.AGENT)

    clock.shift(11)
    calls.reconcile()

    assert len(line.telephony.asked_for("ring_lead")) == 1


def test_a_line_that_was_placed_without_our_hearing_of_it_is_found(line, clock, db):
    line.dial()
    leg = line.call.leg(LegRole.AGENT)
    placed, leg.provider_id = leg.provider_id, None
    db.session.commit()

    clock.shift(16)
    calls.reconcile()

    assert line.call.leg(LegRole.AGENT).provider_id == placed


def test_a_line_of_the_next_call_to_the_same_number_is_not_taken_for_the_lost_one(line, clock, db):
    """The coordinator's own telephone is rung for each of their calls."""
    line.telephony.lose_next("ring_agent")
    lost = line.dial()
    calls.hang_up(lost, by=line.user, telephony=line.telephony)
    clock.shift(3)
    following = line.dial()
    named = following.leg(LegRole.AGENT).provider_id

    clock.shift(61)
    calls.reconcile()

    assert (lost.leg(LegRole.AGENT).provider_id, lost.leg(LegRole.AGENT).status) == (None, "failed")
    assert following.leg(LegRole.AGENT).provider_id == named


def test_of_two_lost_lines_to_one_number_each_is_found(line, clock, db):
    placed = []
    for _press in range(2):
        leg = line.dial().leg(LegRole.AGENT)
        placed.append(leg.provider_id)
        calls.hang_up(line.call, by=line.user, telephony=line.telephony)
        leg.provider_id, leg.status = None, LegStatus.CREATING
        db.session.commit()
        clock.shift(3)

    clock.shift(16)
    calls.reconcile()

    legs = db.session.query(CallLeg).order_by(CallLeg.id)
    assert [leg.provider_id for leg in legs] == placed


def test_a_line_not_yet_listed_is_waited_for(line, clock):
    line.telephony.lose_next("ring_agent")
    line.dial()
    line.telephony.legs.clear()

    clock.shift(59)
    calls.reconcile()

    assert line.call.state is CallState.DIALING_AGENT


def test_a_line_that_was_never_placed_has_failed(line, clock):
    line.telephony.lose_next("ring_agent")
    line.dial()
    line.telephony.legs.clear()

    clock.shift(61)
    calls.reconcile()

    assert line.call.end_reason is EndReason.AGENT_UNREACHED
    assert not line.call.owes_outcome


def test_a_provider_that_does_not_answer_changes_nothing(line, clock):
    line.dial()
    line.telephony.lose_next("fetch_leg")

    clock.shift(46)
    calls.reconcile()

    assert line.call.state is CallState.DIALING_AGENT
