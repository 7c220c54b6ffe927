"""The scheduler's process: it competes for the lead and, while it leads, runs the jobs.

APScheduler only keeps the time, in memory; what is due is in the database. See
docs/decisions/004-one-scheduler-leads.md.
"""

import logging
import os
import queue
import secrets
import signal
import socket
import time
from datetime import UTC

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from leadtracker.domain import clock
from leadtracker.scheduler.jobs import JOBS
from leadtracker.scheduler.work import Work
from leadtracker.services import schedulers

log = structlog.get_logger()

#: Whoever does not lead tries this often; with the lease's 10 s that is a takeover within 11 s.
TRY_SECONDS = 1

#: A stop waits so long for jobs; they are made to be killed, so it does not wait for ever.
STOP_SECONDS = 5

#: A clock that moves by more than this against the steady one has been set.
CLOCK_SLACK_SECONDS = 1


class Runner:
    """One competing scheduler process."""

    def __init__(self, app: Flask):
        self._app = app
        self._name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._leads_until = 0.0
        self._asked_to_stop: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._work = Work(app, self._leads)
        self._timer = self._make_timer()
        self._clock_offset = _clock_offset()

    def run(self) -> frozenset[str]:
        """Compete and work until SIGTERM or SIGINT; the names of jobs left in the middle, if any.

        Call it in the main thread.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._asked_to_stop.put(None))
        self.start()
        try:
            self.compete()
            while not self._is_asked_to_stop():
                self.compete()
        finally:
            unfinished = self.finish()
        return unfinished

    def start(self) -> None:
        """Be ready to work; nothing is done before this process leads."""
        self._timer.start(paused=True)
        log.info("scheduler_started", holder=self._name)

    def compete(self) -> None:
        """Take or renew the lead, and work as long as it is ours."""
        began = time.monotonic()
        try:
            with self._app.app_context():
                took = schedulers.take_lease(self._name)
            self._leads_until = began + schedulers.LEASE_SECONDS if took else 0.0
        except SQLAlchemyError as error:
            log.warning("lease_not_renewed", error=repr(error))
        self._work_while_leading()

    def finish(self) -> frozenset[str]:
        """Start nothing more, let what runs come to its end, and let the next one lead."""
        self._timer.pause()
        self._leads_until = 0.0
        unfinished = self._work.wait_until_idle(STOP_SECONDS)
        try:
            with self._app.app_context():
                schedulers.release_lease(self._name)
        except SQLAlchemyError as error:
            log.warning("lease_not_released", error=repr(error))
        self._timer.shutdown(wait=False)
        log.info("scheduler_stopped", unfinished=sorted(unfinished))
        return unfinished

    def _make_timer(self) -> BackgroundScheduler:
        """A job that is late runs once, at once; one that still runs is not started again."""
        # It warns every second while a long job runs, which is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        timer = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(JOBS))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in JOBS:
            timer.add_job(
                self._work.perform,
                "interval",
                seconds=job.every_seconds,
                args=[job],
                id=job.name,
                next_run_time=clock.now(),
            )
        return timer

    def _leads(self) -> bool:
        """By the steady clock: a process that was paused for long knows at once that it may not."""
        return time.monotonic() < self._leads_until

    def _is_asked_to_stop(self) -> bool:
        seconds = schedulers.RENEW_SECONDS if self._leads() else TRY_SECONDS
        try:
            self._asked_to_stop.get(timeout=seconds)
        except queue.Empty:
            return False
        return True

    def _work_while_leading(self) -> None:
        leads, worked = self._leads(), self._timer.state == STATE_RUNNING
        if leads and self._clock_was_set():
            for job in self._timer.get_jobs():
                job.modify(next_run_time=clock.now())
        if leads and not worked:
            log.info("scheduler_leads", holder=self._name)
            self._timer.resume()
        elif worked and not leads:
            log.info("scheduler_waits", holder=self._name)
            self._timer.pause()

    def _clock_was_set(self) -> bool:
        """Whether the wall clock jumped: the timer would sleep through an hour put back."""
        before, self._clock_offset = self._clock_offset, _clock_offset()
        return abs(self._clock_offset - before) > CLOCK_SLACK_SECONDS


def _clock_offset() -> float:
    return clock.now().timestamp() - time.monotonic()
