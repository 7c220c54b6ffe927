"""The tests' own footing: if one of these fails, the others prove nothing."""

import socket
from contextlib import contextmanager

import pytest
from flask import request_finished
from flask_login import current_user
from sqlalchemy import func, select

from leadtracker.db import db as database
from leadtracker.models import Lead, User
from tests.support.builders import make_lead
from tests.support.sockets import WorldIsClosedError


@contextmanager
def asking(app):
    """Who the application took each request to come from."""
    people = []

    def note(_app, **_):
        people.append(current_user.name if current_user.is_authenticated else None)

    with request_finished.connected_to(note, app):
        yield people


def test_two_browsers_in_one_test_are_two_people(app, client, sign_in, alice, bob):
    at_alice, at_bob = sign_in(alice), sign_in(bob)

    with asking(app) as people:
        for browser in (at_alice, at_bob, client, at_alice):
            browser.get("/healthz")

    assert people == [alice.name, bob.name, None, alice.name]


def test_what_a_test_changes_is_what_the_request_finds(client, db):
    lead = make_lead(notes="typed in the test")

    client.get("/healthz")

    assert db.session.get(Lead, lead.id).notes == "typed in the test"


@pytest.mark.parametrize("time", ["first", "second"])
def test_nothing_is_left_for_the_next_test(db, time):
    assert db.session.scalar(select(func.count()).select_from(Lead)) == 0
    make_lead()
    db.session.commit()


def test_a_rollback_undoes_only_what_was_not_committed(db):
    make_lead("Kept")
    db.session.commit()
    make_lead("Dropped")
    db.session.rollback()

    assert db.session.scalars(select(Lead.company)).all() == ["Kept"]


def test_queries_are_counted_and_housekeeping_is_not(db, alice, count_queries):
    db.session.commit()
    with count_queries() as queries:
        db.session.get(User, alice.id)
        db.session.commit()

    assert len(queries) == 1


def test_each_backend_is_the_one_it_says(app, backend):
    with app.app_context():
        assert database.engine.dialect.name == backend


def test_the_cast_and_the_noise_fit_the_tables(cast, noise, db):
    assert cast.alice.team_id == cast.bob.team_id != cast.charlie.team_id


def test_the_world_is_closed():
    with pytest.raises(WorldIsClosedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
