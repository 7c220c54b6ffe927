"""Twilio's webhooks in our words."""

from datetime import UTC, datetime

import pytest

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind, WhoEnded
from leadtracker.telephony.interface import NotOurs
from leadtracker.telephony.twilio import words

LEG = {"CallSid": "CA1", "CallStatus": "completed", "SequenceNumber": "3"}
ROOM = {"ConferenceSid": "CF1", "StatusCallbackEvent": "participant-leave", "SequenceNumber": "4"}
CALL = {"call": "12", "role": "lead"}


def test_a_leg_event_says_which_call_which_leg_and_how_far():
    event = words.leg_event(
        CALL,
        LEG | {"CallDuration": "62", "Timestamp": "Tue, 24 Nov 2026 10:11:12 +0000"},
    )

    assert (event.call_id, event.role, event.status) == (12, LegRole.LEAD, LegStatus.COMPLETED)
    assert event.key == "CA1:3:completed"
    assert event.duration_seconds == 62
    assert event.occurred_at == datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("odd", ["yesterday", "", "Tue, 24 Nov 2026 10:11:12"])
def test_a_date_nobody_can_read_is_no_date(odd):
    assert words.leg_event(CALL, LEG | {"Timestamp": odd}).occurred_at is None


@pytest.mark.parametrize(
    ("args", "form"),
    [
        ({}, LEG),
        ({"call": "12"}, LEG),
        ({"call": "٣", "role": "lead"}, LEG),
        ({"call": "-1", "role": "lead"}, LEG),
        (CALL, LEG | {"CallStatus": "levitating"}),
        (CALL, {"CallStatus": "completed"}),
        (CALL | {"role": "king"}, LEG),
    ],
)
def test_what_makes_no_sense_is_not_ours(args, form):
    with pytest.raises(NotOurs):
        words.leg_event(args, form)


@pytest.mark.parametrize("status", sorted(words._STATUSES))
def test_every_status_of_twilio_has_one_of_ours(status):
    assert words.status_of(status) in LegStatus


@pytest.mark.parametrize(
    ("event", "fields", "kind", "who"),
    [
        ("participant-join", {"ParticipantLabel": "agent"}, RoomEventKind.JOINED, None),
        (
            "participant-leave",
            {"ParticipantLabel": "lead", "ReasonParticipantLeft": "participant_hung_up"},
            RoomEventKind.LEFT,
            WhoEnded.LEAD,
        ),
        (
            "participant-leave",
            {"ParticipantLabel": "agent", "ReasonParticipantLeft": "participant_hung_up"},
            RoomEventKind.LEFT,
            WhoEnded.AGENT,
        ),
        (
            "participant-leave",
            {"ParticipantLabel": "lead", "ReasonParticipantLeft": "moderator_ended_conference"},
            RoomEventKind.LEFT,
            None,
        ),
        (
            "participant-leave",
            {"ParticipantLabel": "lead", "ReasonParticipantLeft": "participant_add_failed"},
            RoomEventKind.OTHER,
            None,
        ),
        (
            "conference-end",
            {
                "ReasonConferenceEnded": "participant-with-end-conference-on-exit-left",
                "ParticipantLabelEndingConference": "agent",
            },
            RoomEventKind.ENDED,
            WhoEnded.AGENT,
        ),
        (
            "conference-end",
            {"ReasonConferenceEnded": "conference-ended-via-api"},
            RoomEventKind.ENDED,
            None,
        ),
        ("participant-speech-start", {}, RoomEventKind.OTHER, None),
    ],
)
def test_what_happens_in_a_room_and_who_ended_it(event, fields, kind, who):
    heard = words.room_event(CALL, ROOM | {"StatusCallbackEvent": event} | fields)

    assert (heard.kind, heard.who_ended) == (kind, who)
    assert heard.sequence == 4


@pytest.mark.parametrize(
    ("answered_by", "machine"),
    [
        ("human", False),
        ("unknown", False),
        ("machine_start", True),
        ("machine_end_beep", True),
        ("fax", True),
    ],
)
def test_doubt_is_a_person(answered_by, machine):
    event = words.machine_event(CALL, {"CallSid": "CA1", "AnsweredBy": answered_by})

    assert event.is_machine is machine
