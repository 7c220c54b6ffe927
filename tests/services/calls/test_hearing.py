"""What the provider says is applied once, in any order, and never undoes an end."""

from leadtracker.domain.calls import (
    CallState,
    EndReason,
    LegRole,
    LegStatus,
    RoomEventKind,
    WhoEnded,
)
from leadtracker.models import Event, ProviderEvent
from leadtracker.services import calls


def test_an_answered_call_is_connected_and_timed(line, clock):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()
    assert line.call.state is CallState.CONNECTED

    clock.shift(95)
    line.lead_hangs_up()

    assert (line.call.state, line.call.end_reason) == (CallState.ENDED, EndReason.TALKED)
    assert line.call.talk_seconds == 95
    assert line.call.who_ended is WhoEnded.LEAD
    assert line.call.owes_outcome


def test_a_busy_lead_ends_the_call_and_owes_an_outcome(line):
    line.dial()
    line.coordinator_answers()
    line.hear(LegRole.LEAD, LegStatus.BUSY)

    assert line.call.end_reason is EndReason.LEAD_BUSY
    assert line.call.owes_outcome


def test_a_coordinator_who_does_not_answer_costs_the_lead_nothing(line):
    line.dial()
    line.hear(LegRole.AGENT, LegStatus.NO_ANSWER)

    assert line.call.end_reason is EndReason.AGENT_UNREACHED
    assert not line.call.owes_outcome
    assert line.telephony.asked_for("ring_lead") == []


def test_the_same_message_counts_once(line, db):
    line.dial()
    event = line.telephony.leg_event(line.call.id, LegRole.AGENT, LegStatus.RINGING)
    calls.hear_leg(event)
    calls.hear_leg(event)

    assert db.session.query(ProviderEvent).count() == 1


def test_late_event_never_undoes_a_final_status(line):
    line.talk()
    line.hear(LegRole.LEAD, LegStatus.RINGING)

    assert line.call.state is CallState.ENDED


def test_an_answer_heard_after_the_end_says_what_kind_of_end_it_was(line):
    line.dial()
    line.coordinator_answers()
    line.in_room(RoomEventKind.LEFT, LegRole.AGENT)
    assert line.call.end_reason is EndReason.CANCELED

    line.hear(LegRole.LEAD, LegStatus.IN_PROGRESS)

    assert line.call.end_reason is EndReason.TALKED
    assert line.call.owes_outcome


def test_holding_shows_and_ends(line):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()

    line.in_room(RoomEventKind.HELD, LegRole.LEAD)
    assert line.call.state is CallState.ON_HOLD
    line.in_room(RoomEventKind.RESUMED, LegRole.LEAD)
    assert line.call.state is CallState.CONNECTED


def test_a_machine_is_shown_and_nothing_is_done_about_it(line):
    line.dial()
    line.coordinator_answers()
    line.lead_answers()
    calls.hear_machine(line.telephony.machine_event(line.call.id))

    assert line.call.machine
    assert line.call.state is CallState.CONNECTED
    assert line.telephony.asked_for("hang_up") == []


def test_every_change_is_told_to_the_coordinator(line, db):
    line.talk()

    told = db.session.query(Event).filter_by(topic=f"user:{line.user.id}", name="call_changed")
    assert told.count() >= 4
