"""A disk that is full: said in words, nothing half done, and all is well once there is room."""

import sqlite3
from contextlib import closing

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from leadtracker.db import db, is_disk_full
from leadtracker.models import Activity, Call, CallOutcome
from tests.support import builders
from tests.support.databases import dispose

#: More than one of the file's pages holds.
LONG_NOTE = "Größere Räder für später. " * 140


@pytest.fixture
def backend_is_sqlite(backend):
    if backend != "sqlite":
        pytest.skip("only SQLite's file can be told to be full")


@pytest.fixture
def cramped(backend_is_sqlite, fresh_database):
    """An application whose database file may not grow while ``room`` is 0."""
    with closing(sqlite3.connect(fresh_database.url.removeprefix("sqlite:///"))) as file:
        file.execute("VACUUM")
    app = fresh_database.make_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.room = 1000
    with app.app_context():

        @event.listens_for(db.engine, "begin")
        def limit(connection):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + app.room}")

        yield app
    dispose(app)


def test_a_wrap_up_that_finds_no_room_is_owed_still_and_says_why(cramped):
    browser, call_id, outcome_id = _desk(cramped)
    form = {"call": call_id, "outcome": outcome_id, "note": LONG_NOTE}
    cramped.room = 0

    answers = [_settle(browser, form) for _press in range(2)]

    for answer in answers:
        assert answer.status_code == 507
        assert "The server’s disk is full" in answer.text
    call = db.session.get(Call, call_id, populate_existing=True)
    assert call.owes_outcome
    assert db.session.query(CallOutcome).count() == 0
    assert db.session.query(Activity).filter_by(kind="outcome_set").count() == 0
    db.session.rollback()

    cramped.room = 1000

    assert _settle(browser, form).status_code == 200
    assert db.session.get(Call, call_id, populate_existing=True).note == LONG_NOTE.strip()[:4000]


def _desk(app):
    alice = builders.make_user("Alice Ash")
    outcomes = builders.make_outcome_set()
    promotion = builders.make_promotion(outcome_set_id=outcomes.id)
    call = builders.make_call(builders.make_lead(owner=alice), by=alice, promotion_id=promotion.id)
    token = builders.session_token(alice)
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return browser, call.id, outcomes.outcomes[4].id


def _settle(browser, form):
    db.session.remove()
    return browser.post("/desk/outcome", data=form, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (DiskFull("could not extend file"), True),
        (Exception("database or disk is full"), True),
        (Exception("database is locked"), False),
    ],
)
def test_both_databases_say_it_in_their_own_words(error, is_full):
    assert is_disk_full(OperationalError("INSERT", {}, error)) is is_full
