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
    """Alice's session on this browser; she is the first user there is."""
    return _session_of(broadcast, "Alice Ash")


def _session_of(broadcast, name: str) -> int:
    from leadtracker.models import UserSession

    with broadcast.writing():
        person = builders.make_user(name)
        builders.session_token(person)
        return db.session.query(UserSession.id).filter_by(user_id=person.id).scalar()


@pytest.fixture
def listen(broadcast, session_id):
    """``listen("user:1", "all")`` is a subscription that is closed in the end.

    ``user:1`` is Alice, ``user:2`` somebody with a session of their own: the hub looks after a
    while what each session may hear, and would take one person's topics from the other.
    """
    opened, sessions = [], {"user:1": session_id}

    def listen(*topics):
        person = next((topic for topic in topics if topic.startswith("user:")), "user:1")
        if person not in sessions:
            sessions[person] = _session_of(broadcast, "Bob Birch")
        subscription = broadcast.hub.subscribe(
            session_id=sessions[person], topics=frozenset(topics)
        )
        opened.append(subscription)
        return subscription

    yield listen
    for subscription in opened:
        subscription.close()
