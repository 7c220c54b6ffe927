"""Calls and their legs: what state they are in, how a call ended, and what that means.

Nothing here trusts the order, the number or the arrival of the provider's messages. Each message
only ever adds to what is known (a status moves up a rank, a flag is raised), and the state of a
call is worked out anew from all that is known. So the same messages give the same end in any
order and however often each is heard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class LegRole(StrEnum):
    """Who is at the other end of a leg."""

    AGENT = "agent"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    TARGET = "target"


class LegStatus(StrEnum):
    """How far one telephone line has come. The last five are final."""

    CREATING = "creating"
    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def rank(self) -> int:
        """Its place on the way; only a higher place may follow."""
        return _RANKS[self]

    @property
    def is_final(self) -> bool:
        return self.rank == _FINAL_RANK


_FINAL_RANK = 9
_RANKS = {
    LegStatus.CREATING: 0,
    LegStatus.QUEUED: 1,
    LegStatus.INITIATED: 2,
    LegStatus.RINGING: 3,
    LegStatus.IN_PROGRESS: 4,
    LegStatus.COMPLETED: _FINAL_RANK,
    LegStatus.BUSY: _FINAL_RANK,
    LegStatus.NO_ANSWER: _FINAL_RANK,
    LegStatus.FAILED: _FINAL_RANK,
    LegStatus.CANCELED: _FINAL_RANK,
}

FINAL_STATUSES = frozenset(status for status in LegStatus if status.is_final)


def next_leg_status(current: LegStatus, heard: LegStatus) -> LegStatus:
    """The status after hearing ``heard``: a higher rank replaces, a final status stays for good."""
    return heard if heard.rank > current.rank else current


class RoomEventKind(StrEnum):
    """What can happen in the room where the legs of a call meet."""

    STARTED = "started"
    ENDED = "ended"
    JOINED = "joined"
    LEFT = "left"
    HELD = "held"
    RESUMED = "resumed"
    OTHER = "other"


class CallState(StrEnum):
    """What the coordinator sees."""

    DIALING_AGENT = "dialing_agent"
    RINGING_LEAD = "ringing_lead"
    CONNECTED = "connected"
    ON_HOLD = "on_hold"
    VOICEMAIL_DROP = "voicemail_drop"
    ENDED = "ended"


class EndReason(StrEnum):
    """How a call ended, as far as the telephone can tell. What came of it is the outcome."""

    TALKED = "talked"
    LEAD_BUSY = "lead_busy"
    LEAD_NO_ANSWER = "lead_no_answer"
    LEAD_UNREACHABLE = "lead_unreachable"
    VOICEMAIL_LEFT = "voicemail_left"
    AGENT_UNREACHED = "agent_unreached"
    BLOCKED = "blocked"
    REFUSED = "refused"
    CANCELED = "canceled"


class WhoEnded(StrEnum):
    """Who put an end to a call; ``SYSTEM`` is the room closing or a provider's limit."""

    LEAD = "lead"
    AGENT = "agent"
    COORDINATOR_BUTTON = "coordinator_button"
    SYSTEM = "system"


#: Endings before anybody dialled the lead: they cost the lead nothing and ask nothing of anyone.
LEAD_NEVER_DIALLED = frozenset(
    {EndReason.AGENT_UNREACHED, EndReason.BLOCKED, EndReason.REFUSED},
)


def owes_outcome(reason: EndReason) -> bool:
    """Whether somebody must say what came of it. A number that cannot be reached is news too."""
    return reason not in LEAD_NEVER_DIALLED


@dataclass(frozen=True, slots=True)
class LegFacts:
    """What is known of one leg. Every field only ever grows, whatever is heard and when.

    ``answered`` stays true after the leg has ended; ``left`` means it was in the room and is not
    any more; ``refused`` that the provider would not place it at all.
    """

    status: LegStatus = LegStatus.CREATING
    answered: bool = False
    joined: bool = False
    left: bool = False
    refused: bool = False

    def with_status(self, heard: LegStatus, *, duration_seconds: int | None = None) -> LegFacts:
        """Knows of ``heard`` too; a final message with a duration proves that it was answered."""
        answered = self.answered or heard is LegStatus.IN_PROGRESS or bool(duration_seconds)
        return replace(self, status=next_leg_status(self.status, heard), answered=answered)

    def with_join(self) -> LegFacts:
        """Knows that it came into the room, which nobody does without having answered."""
        return replace(self, joined=True, answered=True)

    def with_leave(self) -> LegFacts:
        """Knows that it left the room. A leave that overtakes its join counts for both."""
        return replace(self, joined=True, answered=True, left=True)

    def with_refusal(self) -> LegFacts:
        """Knows that the provider refused to place it."""
        status = next_leg_status(self.status, LegStatus.FAILED)
        return replace(self, status=status, refused=True)

    @property
    def is_gone(self) -> bool:
        """Nobody is on this leg any more."""
        return self.left or self.status.is_final


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of a whole call beside its legs.

    ``blocked``: the second question to the dial gate was answered with no. ``dropped``: a recorded
    message plays on the lead's leg, which therefore outlives the coordinator's.
    ``hung_up``: the coordinator asked for the end on the screen.
    """

    blocked: bool = False
    dropped: bool = False
    on_hold: bool = False
    hung_up: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a call stands: its state and, once it has ended, how."""

    state: CallState
    end_reason: EndReason | None = None

    @property
    def has_ended(self) -> bool:
        return self.state is CallState.ENDED


def standing_of(agent: LegFacts, lead: LegFacts | None, call: CallFacts = CallFacts()) -> Standing:
    """Where a call stands, from everything known of it; ``lead`` is None until it is dialled.

    A call may have ended while a leg is still open, for instance a lead's telephone that rings
    on after the coordinator left: such a leg has to be hung up by whoever asks.
    """
    if lead is None or call.blocked:
        return _before_the_lead(agent, call)
    if lead.answered:
        return _once_answered(agent, lead, call)
    if lead.status.is_final:
        return _ended(_UNANSWERED[lead.status] if not call.hung_up else _hung_up_on(lead))
    if agent.is_gone or call.hung_up:
        return _ended(EndReason.CANCELED)
    return Standing(CallState.RINGING_LEAD)


def _before_the_lead(agent: LegFacts, call: CallFacts) -> Standing:
    if call.blocked:
        return _ended(EndReason.BLOCKED)
    if agent.refused:
        return _ended(EndReason.REFUSED)
    if agent.is_gone or call.hung_up:
        return _ended(EndReason.AGENT_UNREACHED)
    return Standing(CallState.RINGING_LEAD if agent.joined else CallState.DIALING_AGENT)


def _once_answered(agent: LegFacts, lead: LegFacts, call: CallFacts) -> Standing:
    if call.dropped:
        playing = not lead.status.is_final
        return Standing(CallState.VOICEMAIL_DROP) if playing else _ended(EndReason.VOICEMAIL_LEFT)
    if lead.is_gone or agent.is_gone or call.hung_up:
        return _ended(EndReason.TALKED)
    return Standing(CallState.ON_HOLD if call.on_hold else CallState.CONNECTED)


#: How a call ended whose lead never answered. ``completed`` without an answer is what is left of
#: a conversation when every other message about it was lost.
_UNANSWERED = {
    LegStatus.BUSY: EndReason.LEAD_BUSY,
    LegStatus.NO_ANSWER: EndReason.LEAD_NO_ANSWER,
    LegStatus.FAILED: EndReason.LEAD_UNREACHABLE,
    LegStatus.CANCELED: EndReason.CANCELED,
    LegStatus.COMPLETED: EndReason.TALKED,
}


def _hung_up_on(lead: LegFacts) -> EndReason:
    """We hung up an unanswered leg: the provider may call that completed or even no answer."""
    ours = {LegStatus.COMPLETED, LegStatus.CANCELED, LegStatus.NO_ANSWER}
    return EndReason.CANCELED if lead.status in ours else _UNANSWERED[lead.status]


def _ended(reason: EndReason) -> Standing:
    return Standing(CallState.ENDED, reason)
