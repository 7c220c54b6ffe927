"""Twilio's webhooks, read into our own events.

Field meanings: twilio.com/docs/voice/api/call-resource#statuscallback and
twilio.com/docs/voice/twiml/conference#attributes-statusCallback. Fields come and go without
notice: unknown ones are ignored, a missing one that matters raises ``NotOurs``.
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind, WhoEnded
from leadtracker.telephony.interface import LegEvent, MachineEvent, NotOurs, RoomEvent

#: Statuses of calls, then those that only participants have.
_STATUSES = {
    "queued": LegStatus.QUEUED,
    "initiated": LegStatus.INITIATED,
    "ringing": LegStatus.RINGING,
    "in-progress": LegStatus.IN_PROGRESS,
    "completed": LegStatus.COMPLETED,
    "busy": LegStatus.BUSY,
    "no-answer": LegStatus.NO_ANSWER,
    "failed": LegStatus.FAILED,
    "canceled": LegStatus.CANCELED,
    "connecting": LegStatus.INITIATED,
    "connected": LegStatus.IN_PROGRESS,
    "complete": LegStatus.COMPLETED,
}

_ROOM_EVENTS = {
    "conference-start": RoomEventKind.STARTED,
    "conference-end": RoomEventKind.ENDED,
    "participant-join": RoomEventKind.JOINED,
    "participant-leave": RoomEventKind.LEFT,
    "participant-hold": RoomEventKind.HELD,
    "participant-unhold": RoomEventKind.RESUMED,
}

#: A participant that could not be reached "leaves" a room it never was in.
_NEVER_THERE = "participant_add_failed"
_HUNG_UP = "participant_hung_up"
_MODERATOR_LEFT = "participant-with-end-conference-on-exit-left"

_ROLE_THAT_ENDS = {LegRole.AGENT: WhoEnded.AGENT, LegRole.LEAD: WhoEnded.LEAD}


def status_of(word: str | None) -> LegStatus:
    """Twilio's word for a status as ours; raises ``NotOurs`` for a word nobody has told us."""
    try:
        return _STATUSES[word]
    except KeyError:
        raise NotOurs(f"unknown status {word!r}") from None


def call_id_of(args: Mapping[str, str]) -> int:
    """Our call's id, which every address that we give to Twilio carries."""
    text = args.get("call", "")
    if not (text.isascii() and text.isdigit()):
        raise NotOurs("no call in the address")
    return int(text)


def leg_event(args: Mapping[str, str], form: Mapping[str, str]) -> LegEvent:
    """A status callback. The final one is always called "completed" and tells how in CallStatus."""
    provider_id = _require(form, "CallSid")
    word = _require(form, "CallStatus")
    return LegEvent(
        key=f"{provider_id}:{form.get('SequenceNumber', '')}:{word}",
        call_id=call_id_of(args),
        role=_role(_require(args, "role")),
        provider_id=provider_id,
        status=status_of(word),
        occurred_at=_instant(form.get("Timestamp")),
        duration_seconds=_number(form.get("CallDuration")),
        error_code=form.get("SipResponseCode", ""),
    )


def room_event(args: Mapping[str, str], form: Mapping[str, str]) -> RoomEvent:
    """A conference callback."""
    room_id = _require(form, "ConferenceSid")
    word = _require(form, "StatusCallbackEvent")
    sequence = _require(form, "SequenceNumber")
    label = form.get("ParticipantLabel")
    return RoomEvent(
        key=f"{room_id}:{sequence}:{word}",
        call_id=call_id_of(args),
        kind=_room_event_kind(word, form),
        role=_role(label) if label else None,
        provider_id=form.get("CallSid", ""),
        sequence=_number(sequence) or 0,
        occurred_at=_instant(form.get("Timestamp")),
        who_ended=_who_ended(word, form),
    )


def machine_event(args: Mapping[str, str], form: Mapping[str, str]) -> MachineEvent:
    """An answering-machine callback. "unknown" is treated as a person, as the law would."""
    provider_id = _require(form, "CallSid")
    answered_by = _require(form, "AnsweredBy")
    return MachineEvent(
        key=f"{provider_id}:{answered_by}",
        call_id=call_id_of(args),
        provider_id=provider_id,
        is_machine=is_machine(answered_by),
    )


def is_machine(answered_by: str | None) -> bool:
    """Whether Twilio is sure that no person answered."""
    return bool(answered_by) and (answered_by.startswith("machine") or answered_by == "fax")


def _room_event_kind(word: str, form: Mapping[str, str]) -> RoomEventKind:
    if form.get("ReasonParticipantLeft") == _NEVER_THERE:
        return RoomEventKind.OTHER
    return _ROOM_EVENTS.get(word, RoomEventKind.OTHER)


def _who_ended(word: str, form: Mapping[str, str]) -> WhoEnded | None:
    """Only the one who put the telephone down is told; whoever fell out with the room is not.

    What ended through the API was ended by us, and whoever asked for it has written down who.
    """
    if word == "participant-leave" and form.get("ReasonParticipantLeft") == _HUNG_UP:
        return _ROLE_THAT_ENDS.get(form.get("ParticipantLabel"))
    if word == "conference-end" and form.get("ReasonConferenceEnded") == _MODERATOR_LEFT:
        return _ROLE_THAT_ENDS.get(form.get("ParticipantLabelEndingConference"))
    return None


def _role(text: str) -> LegRole:
    try:
        return LegRole(text)
    except ValueError:
        raise NotOurs(f"unknown role {text!r}") from None


def _instant(text: str | None) -> datetime | None:
    """An RFC 2822 date, aware; None where there is none or it cannot be read."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _require(values: Mapping[str, str], name: str) -> str:
    if not (value := values.get(name)):
        raise NotOurs(f"no {name}")
    return value
