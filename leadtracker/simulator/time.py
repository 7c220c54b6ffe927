"""Virtual seconds: the network's own time, which may run faster than ours."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Timer:
    """Something that will happen, unless it is cancelled first."""

    def __init__(self, action: Callable[[], None]):
        self.action = action
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class VirtualTime:
    """Time that runs ``speed`` times as fast as ours, and one thread that does what is due in it.

    Actions must be quick: each holds up the next one.
    """

    def __init__(self, speed: float):
        self.speed = speed
        self._began = time.monotonic()
        self._due: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="virtual-time", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Do nothing more; returns when the thread has ended."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(timeout=5)

    def seconds(self) -> float:
        """Virtual seconds since the network began. Dates on the wire stay those of our own clock:
        a date from the future would confuse whoever compares it with the present.
        """
        return (time.monotonic() - self._began) * self.speed

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Do ``action`` after so many virtual seconds."""
        timer = Timer(action)
        due = time.monotonic() + max(seconds, 0) / self.speed
        with self._changed:
            heapq.heappush(self._due, (due, next(self._order), timer))
            self._changed.notify()
        return timer

    def _run(self) -> None:
        while (timer := self._next()) is not None:
            if timer.cancelled:
                continue
            try:
                timer.action()
            except Exception:
                # Time goes on for every other line.
                log.exception("simulator_failed", what="timer")

    def _next(self) -> Timer | None:
        """Waits for the next timer to become due; None once stopped."""
        with self._changed:
            while not self._stopped:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None
