"""Whether this process answers, and whether what should happen by itself does.

For load balancers and supervisors there is an address; for everybody else a line on every page.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, current_app, jsonify
from sqlalchemy import text

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.queries import health as find

bp = Blueprint("health", __name__)

#: Pages ask the database about the scheduler this often per process, not each time.
REMEMBER_SECONDS = 5


@dataclass(frozen=True)
class SchedulerStanding:
    """When the scheduler last reported, and whether that is too long ago."""

    ticked_at: datetime | None
    is_late: bool


class SchedulerWatch:
    """How the scheduler stands, asked anew when the last answer is old."""

    def __init__(self, remember_seconds: float):
        self._remember_seconds = remember_seconds
        self._asked_at = -remember_seconds
        self._ticked_at: datetime | None = None

    def standing(self) -> SchedulerStanding:
        now = time.monotonic()
        if now - self._asked_at >= self._remember_seconds:
            self._ticked_at = find.find_last_tick()
            self._asked_at = now
        is_late = find.is_late(self._ticked_at, clock.now())
        return SchedulerStanding(self._ticked_at, is_late)


@bp.record_once
def _begin_watch(state) -> None:
    app: Flask = state.app
    # Tests count a page's queries, which must not depend on the page before.
    app.extensions["scheduler_watch"] = SchedulerWatch(0 if app.testing else REMEMBER_SECONDS)


def scheduler_standing() -> SchedulerStanding:
    """How the scheduler stands as far as this process knows."""
    return current_app.extensions["scheduler_watch"].standing()


@bp.app_context_processor
def add_scheduler_standing() -> dict:
    """Called by the pages that show it, and by no other."""
    return {"scheduler_standing": scheduler_standing}


@bp.get("/healthz")
def show():
    """200 when a query can be answered; the rest is for people and does not stop the traffic."""
    db.session.execute(text("SELECT 1"))
    return jsonify(
        status="ok",
        scheduler="late" if find.scheduler_late(clock.now()) else "ok",
        failing_jobs=[failure.name for failure in find.failing_jobs()],
    )
