"""Live updates, the reading side: from the outbox to the browsers that are listening.

A seam beside ``services``: it reads the database over a connection of its own, above ``queries``,
and never writes. Services know nothing of it; they write events (``services/_outbox.py``), and one
hub per process hands them to its streams.
"""

from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from leadtracker.db import db
from leadtracker.live.hub import Hub, NoStreamFree
from leadtracker.live.stream import stream

__all__ = ["Hub", "NoStreamFree", "hub", "init_app", "stream"]

#: Threads of the web server that are kept for requests; each of the others may hold a stream.
THREADS_FOR_REQUESTS = 64


def init_app(app: Flask) -> None:
    """Give the application its hub; it starts with the first stream, not here."""
    with app.app_context():
        url = db.engine.url
    app.extensions["live"] = Hub(
        url,
        capacity=max(0, app.config["WEB_THREADS"] - THREADS_FOR_REQUESTS),
        idle_limit=timedelta(minutes=app.config["SESSION_IDLE_MINUTES"]),
    )


def hub() -> Hub:
    """The hub of the application at work."""
    return current_app.extensions["live"]


@event.listens_for(Session, "after_commit")
def _wake_hub(_session: Session) -> None:
    """What this process wrote it need not wait to find."""
    if current_app:
        hub().wake()
