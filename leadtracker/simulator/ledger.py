"""What was asked of the network and what it told: the evidence tests and people compare with."""

import threading
from collections import deque
from dataclasses import asdict, dataclass, field

from leadtracker.simulator.lines import Line, Room

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One request to the network (``kind`` request) or from it (event, document).

    ``status`` is the HTTP status; 0 for no answer, and for an event that was lost on purpose.
    """

    at: str
    kind: str
    what: str
    url: str
    status: int
    milliseconds: int = 0
    params: dict = field(default_factory=dict)
    note: str = ""


class Log:
    """The newest entries, oldest first."""

    def __init__(self):
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._total = 0

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            self._total += 1

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._total = 0

    @property
    def total(self) -> int:
        return self._total

    def entries(self, newest: int | None = None) -> list[Entry]:
        with self._lock:
            entries = list(self._entries)
        return entries if newest is None else entries[-newest:]

    def as_json(self) -> list[dict]:
        return [asdict(entry) for entry in self.entries()]


def line_facts(line: Line) -> dict:
    """How one line stands, in Twilio's words; what the product believes must agree with it."""
    return {
        "sid": line.sid,
        "to": line.to,
        "from": line.from_,
        "label": line.label,
        "status": line.status.value,
        "answered": line.answered_at is not None,
        "answered_by": line.answered_by,
        "duration": line.duration_seconds,
        "ended_by": line.ended_by,
        "room": line.into.name if line.into else line.room.name if line.room else "",
        "status_callback": line.callback.url if line.callback else "",
    }


def room_facts(room: Room) -> dict:
    return {
        "sid": room.sid,
        "name": room.name,
        "status": room.status.value,
        "reason": room.reason_ended,
        "members": [member.line.sid for member in room.members],
    }
