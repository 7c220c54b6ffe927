"""What the network knows: lines (Twilio's calls) and rooms (Twilio's conferences)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from leadtracker.simulator.behaviour import Plan
from leadtracker.simulator.time import Timer

if TYPE_CHECKING:
    from leadtracker.simulator.program import Program


class LineStatus(StrEnum):
    """Twilio's own words: what its client reads, and what its webhooks say."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


OPEN = frozenset(
    {LineStatus.QUEUED, LineStatus.INITIATED, LineStatus.RINGING, LineStatus.IN_PROGRESS}
)


class RoomStatus(StrEnum):
    INIT = "init"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


def make_sid(prefix: str) -> str:
    """A new id. Never drawn from the seed: the product keeps them, and they must not come again."""
    return prefix + uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Callback:
    """Where to tell what happens, and what of it."""

    url: str
    events: frozenset[str]


@dataclass(eq=False)
class Line:
    """One telephone being rung or used."""

    to: str
    from_: str
    plan: Plan
    created_at: datetime
    timeout: float
    time_limit: float
    callback: Callback | None = None
    url: str = ""
    fallback_url: str = ""
    document: str = ""
    machine_url: str = ""
    label: str = ""
    queue_seconds: float = 0.0
    into: Room | None = None
    end_on_exit: bool = False
    member: Member | None = None
    program: Program | None = None
    sid: str = field(default_factory=lambda: make_sid("CA"))
    status: LineStatus = LineStatus.QUEUED
    started_at: datetime | None = None
    ringing_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_second: float = 0.0
    ended_second: float = 0.0
    answered_by: str = ""
    ended_by: str = ""
    doing: str = ""
    heard: str = ""
    sequence: int = 0
    since_second: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def room(self) -> Room | None:
        return self.member.room if self.member else None

    @property
    def duration_seconds(self) -> int:
        """Virtual, from the answer to the end; 0 while it lasts and when nobody answered."""
        if not (self.answered_at and self.ended_at):
            return 0
        return max(1, round(self.ended_second - self.answered_second))

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence - 1

    def forget_timers(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()


@dataclass(eq=False)
class Member:
    """A line in a room."""

    line: Line
    room: Room
    label: str = ""
    starts: bool = True
    end_on_exit: bool = False
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    coached: str = ""
    joined_at: datetime | None = None


@dataclass(eq=False)
class Room:
    """Where lines meet. Its callback is that of whoever came first."""

    name: str
    created_at: datetime
    callback: Callback | None = None
    sid: str = field(default_factory=lambda: make_sid("CF"))
    status: RoomStatus = RoomStatus.INIT
    members: list[Member] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)
    sequence: int = 0
    updated_at: datetime | None = None
    reason_ended: str = ""
    ended_by_sid: str = ""

    @property
    def is_open(self) -> bool:
        return self.status is not RoomStatus.COMPLETED

    def find_member(self, name: str) -> Member | None:
        """By the id of its line or by its label."""
        return next((m for m in self.members if name in (m.line.sid, m.label)), None)

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence
