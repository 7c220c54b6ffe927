"""Events are written with what they tell about, once, and numbered in the order of commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.db import reading
from leadtracker.domain import clock
from leadtracker.models import Event
from leadtracker.services import _outbox
from tests.support.databases import dispose


def written(db) -> list[tuple]:
    rows = db.session.scalars(select(Event).order_by(Event.id))
    return [(event.topic, event.name, event.data) for event in rows]


def test_an_event_is_written_when_the_change_is(db):
    _outbox.publish(_outbox.to_user(7), _outbox.CALL_CHANGED, call=3)
    assert written(db) == []

    db.session.commit()

    assert written(db) == [("user:7", "call_changed", {"call": 3})]


def test_the_same_thing_said_twice_is_told_once(db):
    for call in (3, 3, 4):
        _outbox.publish(_outbox.EVERYBODY, _outbox.CALL_CHANGED, call=call)
    db.session.commit()

    assert [data for _, _, data in written(db)] == [{"call": 3}, {"call": 4}]


def test_what_was_rolled_back_never_happened(db):
    db.session.execute(select(1))
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED)
    db.session.rollback()
    db.session.commit()

    assert written(db) == []


def test_a_savepoint_that_ends_writes_nothing_yet(db):
    with db.session.begin_nested():
        _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED)

    assert written(db) == []
    db.session.commit()
    assert len(written(db)) == 1


def test_forgetting_keeps_the_newest_so_that_the_count_goes_on(db):
    for number in range(3):
        _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, number=number)
    db.session.commit()

    assert _outbox.forget_before(clock.now()) == 2
    assert [data["number"] for _, _, data in written(db)] == [2]


def test_nobody_ever_sees_an_id_before_a_lower_one(fresh_database):
    """A reader who asks for what came after the last id it knows, while eight people write."""
    app = fresh_database.make_app()
    people, each = 8, 40
    seen: list[int] = []
    written_all = threading.Event()

    def write(_person):
        for number in range(each):
            with app.app_context():
                _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, number=number)
                database.session.commit()

    def read():
        while True:
            is_last = written_all.is_set()
            with app.app_context(), reading():
                after = seen[-1] if seen else 0
                stmt = select(Event.id).where(Event.id > after).order_by(Event.id)
                seen.extend(database.session.scalars(stmt))
            if is_last:
                return

    with ThreadPoolExecutor(people + 1) as pool:
        reader = pool.submit(read)
        list(pool.map(write, range(people)))
        written_all.set()
        reader.result()

    assert len(seen) == people * each
    dispose(app)


@pytest.mark.parametrize("role", ["director", "administrator"])
def test_a_role_can_be_told(db, role):
    _outbox.publish(_outbox.to_role(role), _outbox.BOARD_CHANGED)
    db.session.commit()

    assert written(db)[0][0] == f"role:{role}"
