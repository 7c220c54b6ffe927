"""Hanging up: said before it is done, and nobody left on a line."""

import pytest

from leadtracker.domain.calls import CallState, EndReason, LegRole, LegStatus, WhoEnded
from leadtracker.domain.errors import RuleViolation
from leadtracker.services import calls


def test_hanging_up_in_a_conversation_ends_both_lines(line):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()

    calls.hang_up(line.call, by=line.user, telephony=line.telephony)

    assert (line.call.state, line.call.end_reason) == (CallState.ENDED, EndReason.TALKED)
    assert line.call.who_ended is WhoEnded.COORDINATOR_BUTTON
    assert len(line.telephony.asked_for("hang_up")) == 2


def test_hanging_up_while_it_rings_stops_the_ringing(line):
    line.dial()
    line.coordinator_answers()

    calls.hang_up(line.call, by=line.user, telephony=line.telephony)

    assert line.call.end_reason is EndReason.CANCELED
    assert line.call.leg(LegRole.LEAD).status is LegStatus.CANCELED
    assert line.call.owes_outcome


def test_a_conversation_of_whose_answer_nothing_was_heard_is_told_by_its_hanging_up(line):
    """The web server was dead when they answered: what ending the line brings is all we hear."""
    line.dial()
    line.coordinator_answers()
    line.telephony.leg_event(line.call.id, LegRole.LEAD, LegStatus.IN_PROGRESS)

    calls.hang_up(line.call, by=line.user, telephony=line.telephony)

    assert line.call.leg(LegRole.LEAD).answered
    assert line.call.end_reason is EndReason.TALKED


def test_hanging_up_twice_changes_nothing(line):
    line.talk()
    ended_at = line.call.ended_at

    calls.hang_up(line.call, by=line.user, telephony=line.telephony)

    assert line.call.ended_at == ended_at
    assert line.call.who_ended is WhoEnded.LEAD


def test_nobody_hangs_up_a_colleagues_call(line, bob):
    line.dial()

    with pytest.raises(RuleViolation, match="colleague"):
        calls.hang_up(line.call, by=bob, telephony=line.telephony)
