"""The telephone as the rest of the product sees it. No provider's words pass this line.

A call is a room where legs meet. The coordinator's leg comes first; when it stands in the room,
the lead is rung into it. Ids of calls and legs are ours; ``provider_id`` is the provider's name
for a leg and means nothing to anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind, WhoEnded
from leadtracker.telephony.explanations import Actor, Explanation


@dataclass(frozen=True, slots=True)
class LegPlaced:
    """The provider took the order to ring somebody. ``queued_seconds``: how long it will wait."""

    provider_id: str
    status: LegStatus
    queued_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LegReport:
    """What the provider says of a leg when asked."""

    provider_id: str
    status: LegStatus
    to: str = ""
    caller_id: str = ""
    created_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    duration_seconds: int | None = None
    by_machine: bool = False


@dataclass(frozen=True, slots=True)
class LegEvent:
    """The provider says how far a leg has come. ``key`` is the same each time it says so again."""

    key: str
    call_id: int
    role: LegRole
    provider_id: str
    status: LegStatus
    occurred_at: datetime | None = None
    duration_seconds: int | None = None
    error_code: str = ""


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """Something happened in a call's room: somebody came, left, was held; it opened or closed.

    ``sequence`` orders the events of one room. ``who_ended`` is told with leaving and closing
    where it can be known.
    """

    key: str
    call_id: int
    kind: RoomEventKind
    role: LegRole | None = None
    provider_id: str = ""
    sequence: int = 0
    occurred_at: datetime | None = None
    who_ended: WhoEnded | None = None


@dataclass(frozen=True, slots=True)
class MachineEvent:
    """The provider thinks it knows who answered; a doubtful answer is not a machine."""

    key: str
    call_id: int
    provider_id: str
    is_machine: bool


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """What a signature is checked against, exactly as it came in: nothing decoded, nothing lost.

    ``path`` is percent-encoded and begins with a slash; ``form`` may hold a name more than once.
    """

    path: str
    query_string: str
    form: Mapping[str, str]
    headers: Mapping[str, str]


class TelephonyError(Exception):
    """The telephone did not do what it was asked for."""


class TelephonyRefused(TelephonyError):
    """The provider said no: nobody was rung, and asking again will not help by itself.

    ``code`` is the provider's; ``message`` says in English what is wrong (marked for translation,
    to be filled with ``params``; ``sentence`` is both), ``actor`` who can put it right.
    """

    def __init__(self, code: str, explanation: Explanation):
        super().__init__(f"{code}: {explanation}")
        self.code = code
        self.explanation = explanation

    @property
    def message(self) -> str:
        return self.explanation.message

    @property
    def sentence(self) -> str:
        return str(self.explanation)

    @property
    def params(self) -> dict[str, str]:
        return self.explanation.params

    @property
    def actor(self) -> Actor:
        return self.explanation.actor


class TelephonyUnreachable(TelephonyError):
    """No answer, so nobody knows whether it was done. Never ask again blindly: look first."""


class NotOurs(TelephonyError):
    """A webhook about no call of ours, or one that cannot be read."""


class Telephony(Protocol):
    """A provider of telephone calls. Anything that asks it may raise ``TelephonyError``."""

    #: True where no real telephone can ring, whoever is dialled.
    simulated: bool
    #: The number people see when a promotion names no other, in E.164.
    caller_id: str

    def ring_agent(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        """Ring the coordinator's own telephone; pressing 1 there opens the call's room."""

    def ring_lead(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        """Ring the lead into the room. Only ``services/gate.py`` may ask for this."""

    def hang_up(self, provider_id: str) -> LegReport:
        """End one leg, ringing or talking; how it stands now. One that is over is no error.

        Some endings are followed by no event at all: apply the report that is returned.
        """

    def end_room(self, call_id: int) -> None:
        """End every leg in the call's room. A room that is gone already is no error."""

    def announce(self, call_id: int, text: str, *, language: str = "en-GB") -> None:
        """Say ``text`` to everybody in the room; nobody there is no error."""

    def fetch_leg(self, provider_id: str) -> LegReport:
        """What the provider knows of a leg; one it does not know has failed."""

    def find_legs(self, *, to: str, caller_id: str, since: datetime) -> list[LegReport]:
        """Legs placed since then between these numbers: to find one whose id never reached us."""

    def verify(self, request: WebhookRequest) -> bool:
        """Whether a webhook really comes from the provider, for our account."""

    def read_call_id(self, args: Mapping[str, str]) -> int:
        """The call a webhook is about; raises ``NotOurs``."""

    def read_leg_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> LegEvent:
        """What a leg webhook says; raises ``NotOurs``."""

    def read_room_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> RoomEvent:
        """What a room webhook says; raises ``NotOurs``."""

    def read_machine_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> MachineEvent:
        """What an answering-machine webhook says; raises ``NotOurs``."""

    def read_agent_pressed(self, form: Mapping[str, str]) -> bool:
        """Whether the coordinator pressed 1, so that a voicemail of theirs cannot take a call."""

    def agent_welcome(self, call_id: int, *, prompt: str, language: str) -> str:
        """What a coordinator's telephone is told when answered: say ``prompt``, wait for 1."""

    def agent_room(self, call_id: int) -> str:
        """What it is told after 1 was pressed: go into the room."""

    def spoken(self, text: str, *, language: str) -> str:
        """What a line is told that shall hear ``text``: alone, it then hangs up; a room goes on."""

    def hung_up(self) -> str:
        """What a line is told that has nothing more to do."""
