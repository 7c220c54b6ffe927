"""Legs, rooms and machines: what is told moves the call, once, and the lead is rung."""

import pytest
from sqlalchemy import func, select

from leadtracker.domain.calls import CallState, EndReason, LegRole, LegStatus, WhoEnded
from leadtracker.models import ProviderEvent


@pytest.fixture
def joined(provider, call):
    """Alice has answered and pressed 1."""
    provider.tell_leg(call, LegRole.AGENT, "in-progress", 2)
    provider.tell_room(call, "participant-join", 1, ParticipantLabel="agent")
    return call


@pytest.fixture
def talking(provider, joined):
    provider.tell_leg(joined, LegRole.LEAD, "in-progress", 2)
    return joined


def test_a_leg_moves_as_told(provider, call):
    answer = provider.tell_leg(call, LegRole.AGENT, "ringing", 1)

    assert answer.status_code == 204
    assert call.leg(LegRole.AGENT).status is LegStatus.RINGING


def test_the_same_message_twice_is_kept_once(provider, call, db):
    for _ in range(3):
        assert provider.tell_leg(call, LegRole.AGENT, "ringing", 1).status_code == 204

    assert db.session.scalar(select(func.count(ProviderEvent.id))) == 1


def test_a_late_message_never_undoes_a_final_status(provider, call):
    provider.tell_leg(call, LegRole.AGENT, "no-answer", 2)
    provider.tell_leg(call, LegRole.AGENT, "ringing", 1)

    assert call.leg(LegRole.AGENT).status is LegStatus.NO_ANSWER
    assert call.end_reason is EndReason.AGENT_UNREACHED


def test_the_lead_is_rung_when_the_coordinator_is_in_the_room(joined, network):
    assert joined.state is CallState.RINGING_LEAD
    asked = network.fake.asked_for("ring_lead")
    assert [request["to"] for request in asked] == [joined.phone_e164]


def test_the_lead_is_rung_once_however_often_the_join_is_told(provider, joined, network):
    provider.tell_room(joined, "participant-join", 1, ParticipantLabel="agent")
    provider.tell_room(joined, "participant-join", 9, ParticipantLabel="agent")

    assert len(network.fake.asked_for("ring_lead")) == 1


def test_the_lead_is_not_rung_because_the_coordinators_telephone_was_answered(
    provider, call, network
):
    provider.tell_leg(call, LegRole.AGENT, "in-progress", 2)

    assert network.fake.asked_for("ring_lead") == []


def test_an_answered_lead_is_connected(talking):
    assert talking.state is CallState.CONNECTED


def test_a_lead_who_hangs_up_ends_the_call_and_frees_the_coordinators_line(
    provider, talking, network
):
    provider.tell_room(
        talking,
        "participant-leave",
        4,
        ParticipantLabel="lead",
        ReasonParticipantLeft="participant_hung_up",
    )

    assert talking.end_reason is EndReason.TALKED
    assert talking.who_ended is WhoEnded.LEAD
    agent = talking.leg(LegRole.AGENT)
    assert {"provider_id": agent.provider_id} in network.fake.asked_for("hang_up")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("busy", EndReason.LEAD_BUSY),
        ("no-answer", EndReason.LEAD_NO_ANSWER),
        ("failed", EndReason.LEAD_UNREACHABLE),
        ("canceled", EndReason.CANCELED),
    ],
)
def test_a_lead_who_is_not_reached_ends_the_call(provider, joined, status, reason):
    provider.tell_leg(joined, LegRole.LEAD, status, 2)

    assert joined.end_reason is reason


def test_a_machine_is_shown_and_nothing_is_done_about_it(provider, talking):
    answer = provider.post(
        f"/tw/machine?call={talking.id}", CallSid="CA" + "9" * 32, AnsweredBy="machine_start"
    )

    assert answer.status_code == 204
    assert talking.machine
    assert talking.state is CallState.CONNECTED


@pytest.mark.parametrize(
    "path",
    ["/tw/leg", "/tw/leg?call=x&role=agent", "/tw/leg?call=1&role=king", "/tw/room?call=1"],
)
def test_a_message_that_makes_no_sense_is_taken_and_forgotten(provider, path, db):
    answer = provider.post(path, CallSid="CA1", CallStatus="ringing")

    assert answer.status_code == 204
    assert db.session.scalar(select(func.count(ProviderEvent.id))) == 0


def test_a_message_about_an_unknown_call_is_taken_and_changes_nothing(provider, call):
    answer = provider.post(
        "/tw/leg?call=999999&role=agent", CallSid="CA1", CallStatus="ringing", SequenceNumber="0"
    )

    assert answer.status_code == 204
    assert call.state is CallState.DIALING_AGENT
