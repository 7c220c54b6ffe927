"""Whether this process answers, and whether what should happen by itself does.

For load balancers and supervisors there is an address; for everybody else a line on every page.
"""

import time

from flask import Blueprint, Flask, current_app, jsonify
from sqlalchemy import text
from werkzeug.local import LocalProxy

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.queries import health as find

bp = Blueprint("health", __name__)

#: Pages ask the database about the scheduler this often per process, not each time.
REMEMBER_SECONDS = 5


class SchedulerWatch:
    """Whether the scheduler is late, asked anew when the last answer is old."""

    def __init__(self, remember_seconds: float):
        self._remember_seconds = remember_seconds
        self._asked_at = -remember_seconds
        self._is_late = False

    def is_late(self) -> bool:
        now = time.monotonic()
        if now - self._asked_at >= self._remember_seconds:
            self._is_late = find.scheduler_late(clock.now())
            self._asked_at = now
        return self._is_late


@bp.record_once
def _begin_watch(state) -> None:
    app: Flask = state.app
    # Tests count a page's queries, which must not depend on the page before.
    app.extensions["scheduler_watch"] = SchedulerWatch(0 if app.testing else REMEMBER_SECONDS)


@bp.app_context_processor
def add_scheduler_late() -> dict:
    """``scheduler_late`` is looked up by the pages that show it, and by no other."""
    watch = current_app.extensions["scheduler_watch"]
    return {"scheduler_late": LocalProxy(watch.is_late)}


@bp.get("/healthz")
def show():
    """200 when a query can be answered; the rest is for people and does not stop the traffic."""
    db.session.execute(text("SELECT 1"))
    return jsonify(
        status="ok",
        scheduler="late" if find.scheduler_late(clock.now()) else "ok",
        failing_jobs=[failure.name for failure in find.failing_jobs()],
    )
