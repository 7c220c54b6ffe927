"""Conferences: twilio.com/docs/voice/twiml/conference

A room starts when somebody who may start it is not alone any more. It ends when a member leaves
whose leaving ends it, when the last one leaves, or through the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadtracker.domain import clock
from leadtracker.simulator.lines import Callback, Line, LineStatus, Member, Room, RoomStatus

if TYPE_CHECKING:
    from leadtracker.simulator.network import Network

HUNG_UP = "participant_hung_up"
UPDATED = "participant_updated_via_api"
MODERATOR_ENDED = "moderator_ended_conference"
ENDED_BY_API = "conference_ended_via_api"
NEVER_CAME = "participant_add_failed"

EVENT_WORDS = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
}


class Rooms:
    """All rooms there are and were."""

    def __init__(self, network: Network):
        self._network = network
        self._rooms: dict[str, Room] = {}

    def __iter__(self):
        return iter(list(self._rooms.values()))

    def clear(self) -> None:
        self._rooms.clear()

    def find(self, name: str) -> Room | None:
        """By id, or the newest of that friendly name."""
        if name in self._rooms:
            return self._rooms[name]
        named = [room for room in self._rooms.values() if room.name == name]
        return named[-1] if named else None

    def open(self, name: str, callback: Callback | None) -> Room:
        """The open room of that name; the first to come brings the callback."""
        room = self.find(name)
        if room is None or not room.is_open:
            room = Room(name, clock.now(), callback)
            self._rooms[room.sid] = room
        return room

    def join(self, member: Member) -> None:
        room, line = member.room, member.line
        member.joined_at = clock.now()
        room.members.append(member)
        line.member = member
        self.tell(room, "participant-join", member)
        may_start = any(each.starts for each in room.members) and len(room.members) > 1
        if room.status is RoomStatus.INIT and may_start:
            room.status = RoomStatus.IN_PROGRESS
            self.tell(room, "conference-start")

    def leave(self, member: Member, reason: str) -> None:
        """Out of the room; what the line does next is its own affair."""
        room = member.room
        room.members.remove(member)
        member.line.member = None
        self._tell_leave(member, reason)
        if member.end_on_exit and room.is_open:
            self.end(room, "participant-with-end-conference-on-exit-left", by=member)
        elif not room.members and room.is_open:
            self.end(room, "last-participant-left", by=member)

    def end(self, room: Room, reason: str, *, by: Member | None = None) -> None:
        """Everybody out, and whoever is still being rung for it is rung no more."""
        if not room.is_open:
            return
        room.status, room.reason_ended, room.updated_at = RoomStatus.COMPLETED, reason, clock.now()
        room.ended_by_sid = by.line.sid if by else ""
        for member in list(room.members):
            room.members.remove(member)
            member.line.member = None
            self._tell_leave(member, MODERATOR_ENDED if by else ENDED_BY_API)
            self._network.go_on_outside(member.line)
        for line in list(room.coming):
            self._network.finish(line, LineStatus.CANCELED, by="room")
        ending = {"ReasonConferenceEnded": reason}
        if by:
            ending["CallSidEndingConference"] = by.line.sid
            ending["ParticipantLabelEndingConference"] = by.label
        self.tell(room, "conference-end", **ending)

    def never_came(self, line: Line) -> None:
        """A line that was being rung for a room and did not answer."""
        room = line.into
        if line in room.coming:
            room.coming.remove(line)
            self._tell_leave(Member(line, room, label=line.label), NEVER_CAME)

    def announce(self, room: Room, url: str) -> None:
        """Fetch what everybody in the room hears; nothing waits for it to be heard."""
        self._network.fetch(url, self._network.teller.stamp(ConferenceSid=room.sid))

    def change(self, member: Member, wanted: Mapping[str, str]) -> None:
        """Mute, hold, coach: what the API changes about a member."""
        member.coached = wanted.get("CallSidToCoach", member.coached)
        member.coaching = _flag(wanted, "Coaching", member.coaching)
        member.end_on_exit = _flag(wanted, "EndConferenceOnExit", member.end_on_exit)
        if (muted := _flag(wanted, "Muted", member.muted)) is not member.muted:
            member.muted = muted
            self.tell(member.room, f"participant-{'mute' if muted else 'unmute'}", member)
        if (hold := _flag(wanted, "Hold", member.hold)) is not member.hold:
            member.hold = hold
            self.tell(member.room, f"participant-{'hold' if hold else 'unhold'}", member)

    def _tell_leave(self, member: Member, reason: str) -> None:
        self.tell(
            member.room,
            "participant-leave",
            member,
            ReasonParticipantLeft=reason,
            ParticipantCallStatus=member.line.status.value,
        )

    def tell(self, room: Room, event: str, member: Member | None = None, **more: str) -> None:
        sequence = room.next_sequence()
        if room.callback is None or EVENT_WORDS[event] not in room.callback.events:
            return
        params = self._network.teller.stamp(
            ConferenceSid=room.sid,
            FriendlyName=room.name,
            SequenceNumber=str(sequence),
            StatusCallbackEvent=event,
        )
        if member is not None:
            params |= {
                "CallSid": member.line.sid,
                "ParticipantLabel": member.label,
                "Muted": _word(member.muted),
                "Hold": _word(member.hold),
                "Coaching": _word(member.coaching),
                "EndConferenceOnExit": _word(member.end_on_exit),
                "StartConferenceOnEnter": _word(member.starts),
            }
        final = event in ("participant-leave", "conference-end")
        self._network.teller.deliver(
            room.sid,
            room.callback.url,
            params | more,
            what=event,
            plan=member.line.plan if member else None,
            final=final,
        )


def _word(value: bool) -> str:
    return "true" if value else "false"


def _flag(wanted: Mapping[str, str], name: str, present: bool) -> bool:
    return wanted[name] == "true" if name in wanted else present
