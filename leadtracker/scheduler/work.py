"""Running jobs: each in an application context of its own, none in another's way."""

import threading
from collections.abc import Callable

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from leadtracker.queries import health
from leadtracker.scheduler.jobs import Job
from leadtracker.services import schedulers

log = structlog.get_logger()


class Work:
    """Performs jobs while ``may_go_on()`` says so, and keeps which of them fail."""

    def __init__(self, app: Flask, may_go_on: Callable[[], bool] = lambda: True):
        self._app = app
        self._may_go_on = may_go_on
        self._failing: set[str] | None = None
        self._running: set[str] = set()
        self._changed = threading.Condition()

    def perform(self, job: Job) -> bool:
        """Do ``job``; whether it went well. Its failure is logged and kept, and stops nothing."""
        self._note_running(job, True)
        try:
            with self._app.app_context():
                return self._try(job)
        finally:
            self._note_running(job, False)

    def wait_until_idle(self, seconds: float) -> frozenset[str]:
        """Wait for the jobs that are running; the names of those that still are."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running, seconds)
            return frozenset(self._running)

    def _try(self, job: Job) -> bool:
        try:
            if self._run(job):
                self._note_success(job)
        except Exception as error:
            log.exception("job_failed", job=job.name)
            self._note_failure(job, error)
            return False
        return True

    def _run(self, job: Job) -> bool:
        """Once, or until a batch is not full any more; whether it came to its end."""
        while self._may_go_on():
            if job.batch is None:
                job.run()
                return True
            if job.run(limit=job.batch) < job.batch:
                return True
        return False

    def _note_success(self, job: Job) -> None:
        if self._failing is None:
            self._failing = {failure.name for failure in health.failing_jobs()}
        if job.name in self._failing:
            schedulers.note_success(job.name)
            self._failing.discard(job.name)

    def _note_failure(self, job: Job, error: Exception) -> None:
        try:
            schedulers.note_failure(job.name, error)
        except SQLAlchemyError:
            log.exception("job_failure_not_kept", job=job.name)
        if self._failing is not None:
            self._failing.add(job.name)

    def _note_running(self, job: Job, runs: bool) -> None:
        with self._changed:
            (self._running.add if runs else self._running.discard)(job.name)
            self._changed.notify_all()
