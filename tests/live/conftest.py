"""A hub on a database of its own: what it reads must really have been committed."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask

from leadtracker.db import db
from leadtracker.live import Hub
from leadtracker.services import _outbox
from tests.support import builders
from tests.support.databases import dispose


@dataclass
class Broadcast:
    """Two application processes' worth of product: one listens, both publish."""

    app: Flask
    other: Flask

    @property
    def hub(self) -> Hub:
        return self.app.extensions["live"]

    def publish(self, *topics: str, elsewhere: bool = False, **data) -> None:
        """Commit one event per topic, in this process or in another."""
        with (self.other if elsewhere else self.app).app_context():
            for topic in topics:
                _outbox.publish(topic, _outbox.QUEUE_CHANGED, **data)
            db.session.commit()

    @contextmanager
    def writing(self):
        """Change rows, and commit them at the end."""
        with self.app.app_context():
            yield
            db.session.commit()


@pytest.fixture
def broadcast(fresh_database):
    # Another process wakes nobody here: its hub is not ours.
    app, other = fresh_database.make_app(WEB_THREADS="84"), fresh_database.make_app()
    yield Broadcast(app, other)
    app.extensions["live"].stop()
    dispose(app)
    dispose(other)


@pytest.fixture
def session_id(broadcast):
    """Alice's session on this browser."""
    from leadtracker.models import UserSession

    with broadcast.writing():
        alice = builders.make_user("Alice Ash")
        builders.session_token(alice)
        return db.session.query(UserSession.id).filter_by(user_id=alice.id).scalar()


@pytest.fixture
def listen(broadcast, session_id):
    """``listen("user:1", "all")`` is a subscription that is closed in the end."""
    opened = []

    def listen(*topics):
        subscription = broadcast.hub.subscribe(session_id=session_id, topics=frozenset(topics))
        opened.append(subscription)
        return subscription

    yield listen
    for subscription in opened:
        subscription.close()
