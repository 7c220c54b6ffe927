"""Kills processes at random moments and starts them again."""

import contextlib
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from random import Random

from tests.support.servers import Process

#: The first calls are under way by then, and a fast machine is not done with the last.
AT_ONCE_SECONDS = 0.5


class Killer(threading.Thread):
    """``kill -9`` of one of ``processes`` at once and then every so often, until ``is_over``.

    Sometimes it is one worker of a web server alone, which its master replaces.
    """

    def __init__(
        self,
        processes: list[Process],
        between_seconds: tuple[float, float],
        is_over: Callable[[], bool],
        seed: int,
    ):
        super().__init__(name="killer", daemon=True)
        self._processes, self._between, self._is_over = processes, between_seconds, is_over
        self._chance = Random(seed)
        self._over = threading.Event()
        self.kills: Counter[str] = Counter()

    def run(self) -> None:
        wait = AT_ONCE_SECONDS
        while not self._over.wait(wait):
            wait = self._chance.uniform(*self._between)
            if self._is_over():
                return
            victim = self._chance.choice(self._processes)
            workers = victim.children if victim.name == "web" else []
            if workers and self._chance.random() < 0.3:
                self._kill_one(self._chance.choice(workers))
            else:
                victim.kill()
                victim.begin_again()
                self.kills[victim.name] += 1

    def _kill_one(self, worker: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        self.kills["worker"] += 1

    def stop(self) -> None:
        """Every process lives, or is starting, once this returns."""
        self._over.set()
        self.join()
