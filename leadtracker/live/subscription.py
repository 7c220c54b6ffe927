"""One listening browser: what it hears, and what it has yet to be sent."""

import queue
from collections.abc import Callable
from typing import NamedTuple

#: A browser this far behind is let go: it comes back by itself and is told what it missed.
PATIENCE = 256


class Heard(NamedTuple):
    """An event on its way to a browser: its id and its bytes on the wire."""

    id: int
    frame: bytes


class Subscription:
    """The hub puts events in, one stream takes them out. Ends once, for whatever reason."""

    def __init__(
        self,
        *,
        session_id: int,
        topics: frozenset[str],
        on_close: Callable[["Subscription"], None],
    ):
        self.session_id = session_id
        self.topics = topics
        self.has_ended = False
        self._on_close = on_close
        self._waiting: queue.SimpleQueue[Heard | None] = queue.SimpleQueue()

    def offer(self, topic: str, heard: Heard) -> None:
        """Pass an event on if this person hears ``topic``; a browser too far behind is let go."""
        if topic not in self.topics:
            return
        if self._waiting.qsize() >= PATIENCE:
            self.end()
        else:
            self._waiting.put(heard)

    def next(self, seconds: float) -> Heard | None:
        """The next event; None when ``seconds`` pass without one or the subscription ends."""
        try:
            heard = self._waiting.get(timeout=seconds)
        except queue.Empty:
            return None
        return None if self.has_ended else heard

    def end(self) -> None:
        """Tell the stream to end; it does so as soon as its browser takes what is being sent."""
        self.has_ended = True
        self._waiting.put(None)

    def close(self) -> None:
        """The stream is over: nothing more is kept for it."""
        self.end()
        self._on_close(self)
