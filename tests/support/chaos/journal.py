"""What the coordinators did and what they were told: the evidence beside the network's ledger."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Journal:
    """Written by every coordinator's thread.

    ``settled`` has, for each call, the outcome whose saving was answered with a yes and not taken
    back. ``faults`` are answers that no kill explains: 5xx of a server that was alive to send it.
    """

    wanted: int
    calls: set[int] = field(default_factory=set)
    presses: set[str] = field(default_factory=set)
    settled: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    deeds: Counter = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_full(self) -> bool:
        return len(self.calls) >= self.wanted

    def note(self, deed: str) -> None:
        with self._lock:
            self.deeds[deed] += 1

    def note_call(self, call_id: int) -> None:
        with self._lock:
            self.calls.add(call_id)

    def note_press(self, request_id: str) -> None:
        with self._lock:
            self.presses.add(request_id)

    def note_settled(self, call_id: int, outcome_id: int) -> None:
        with self._lock:
            self.settled[call_id] = outcome_id

    def forget_settled(self, call_id: int) -> int | None:
        """The outcome is being taken back; what it was, should that be refused."""
        with self._lock:
            return self.settled.pop(call_id, None)

    def note_fault(self, what: str) -> None:
        with self._lock:
            self.faults.append(what)
