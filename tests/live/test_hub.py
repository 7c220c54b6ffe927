"""The hub: every event once, in order, to those it concerns, and to nobody who may not hear it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.events import EVERYBODY, to_team
from leadtracker.live import Hub, NoStreamFree
from leadtracker.live.hub import STREAMS_PER_SESSION
from leadtracker.live.subscription import PATIENCE
from leadtracker.models import User, UserSession
from tests.support.builders import make_team
from tests.support.servers import wait_until

SOON = 20.0


def data_of(heard) -> dict:
    return json.loads(heard.frame.decode().split("data: ")[1])


def next_number(subscription) -> int | None:
    heard = subscription.next(SOON)
    return heard and data_of(heard)["number"]


def test_what_this_process_commits_is_heard(broadcast, listen):
    alice = listen("user:1")

    broadcast.publish("user:1", number=1)

    assert next_number(alice) == 1


def test_what_another_process_commits_is_heard(broadcast, listen):
    alice = listen("user:1")

    broadcast.publish("user:1", number=1, elsewhere=True)

    assert next_number(alice) == 1


def test_people_hear_their_own_topics_only(broadcast, listen):
    alice, bob = listen("user:1", EVERYBODY), listen("user:2", EVERYBODY)

    broadcast.publish("user:2", number=1)
    broadcast.publish(EVERYBODY, number=2)

    assert next_number(alice) == 2
    assert [next_number(bob), next_number(bob)] == [1, 2]


def test_what_happened_before_is_not_heard(broadcast, listen):
    broadcast.publish(EVERYBODY, number=1)
    alice = listen(EVERYBODY)

    broadcast.publish(EVERYBODY, number=2)

    assert next_number(alice) == 2


def test_many_writers_at_once_are_heard_in_the_order_of_ids_with_none_missing(broadcast, listen):
    writers, each = 8, 25
    alice = listen(EVERYBODY)

    def write(writer):
        for number in range(each):
            broadcast.publish(EVERYBODY, number=writer * each + number, elsewhere=writer % 2 == 0)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    heard = [alice.next(SOON) for _ in range(writers * each)]

    assert [event.id for event in heard] == sorted(event.id for event in heard)
    assert {data_of(event)["number"] for event in heard} == set(range(writers * each))


def test_a_browser_too_far_behind_is_let_go_and_the_others_are_not(broadcast, listen):
    slow, quick = listen("user:1"), listen("user:2")

    with broadcast.writing():
        for number in range(PATIENCE + 1):
            broadcast_one(number)

    assert wait_until(lambda: slow.has_ended, SOON)
    assert not quick.has_ended


def broadcast_one(number: int) -> None:
    from leadtracker.services import _outbox

    _outbox.publish("user:1", _outbox.QUEUE_CHANGED, number=number)


def test_signing_out_ends_the_stream(broadcast, listen, session_id):
    alice = listen(EVERYBODY)

    with broadcast.writing():
        db.session.get(UserSession, session_id).revoked_at = clock.now()

    assert alice.next(SOON) is None
    assert alice.has_ended


def test_a_session_left_idle_too_long_ends_the_stream(broadcast, listen, session_id):
    alice = listen(EVERYBODY)

    with broadcast.writing():
        db.session.get(UserSession, session_id).last_seen_at = clock.now() - timedelta(days=1)

    assert wait_until(lambda: alice.has_ended, SOON)


def test_closing_an_account_ends_its_streams(broadcast, listen, session_id):
    alice = listen(EVERYBODY)

    with broadcast.writing():
        person = db.session.get(UserSession, session_id).user
        person.deactivated_at = clock.now()

    assert wait_until(lambda: alice.has_ended, SOON)


def test_a_person_who_changes_teams_hears_the_new_one_and_the_old_no_more(broadcast, listen):
    with broadcast.writing():
        north, south = make_team("North"), make_team("South")
        alice = db.session.query(User).one()
        alice.team_id = north.id
        north, south = to_team(north.id), to_team(south.id)
        south_id = int(south.removeprefix("team:"))
    stream = listen(north)

    with broadcast.writing():
        db.session.query(User).one().team_id = south_id

    assert wait_until(lambda: south in stream.topics and north not in stream.topics, SOON)


def test_a_team_lead_hears_every_team_they_lead(broadcast, listen):
    with broadcast.writing():
        mona = db.session.query(User).one()
        led = {to_team(make_team(lead_id=mona.id).id) for _ in range(2)}

    stream = listen()

    assert wait_until(lambda: led <= stream.topics, SOON)


def test_no_more_streams_are_opened_than_leave_room_for_requests(broadcast):
    """84 threads: 64 are kept for requests."""
    with broadcast.writing():
        for number in range(20):
            broadcast.hub.subscribe(session_id=number, topics=frozenset())

    with pytest.raises(NoStreamFree):
        broadcast.hub.subscribe(session_id=99, topics=frozenset())


def test_a_closed_stream_makes_room(broadcast, listen):
    opened = [listen() for _ in range(STREAMS_PER_SESSION)]

    opened[0].close()

    assert listen()


def test_one_browser_cannot_take_every_stream(broadcast, listen):
    for _ in range(STREAMS_PER_SESSION):
        listen()

    with pytest.raises(NoStreamFree):
        listen()


def test_streams_end_when_the_server_stops(broadcast, listen):
    stopping = []
    broadcast.hub.end_when(lambda: bool(stopping))
    alice = listen(EVERYBODY)

    stopping.append(True)

    assert wait_until(lambda: alice.has_ended, SOON)
    with pytest.raises(NoStreamFree):
        listen()


def test_a_hub_starts_with_its_first_stream_and_not_before(broadcast, listen):
    assert not broadcast.hub.is_running

    listen()

    assert broadcast.hub.is_running


def test_without_a_database_there_is_no_stream_and_no_waiting_thread(tmp_path):
    from sqlalchemy import make_url

    nowhere = make_url(f"sqlite:///{tmp_path}/no/such/folder.db")
    hub = Hub(nowhere, capacity=1, idle_limit=timedelta(hours=1), start_seconds=0.1)

    with pytest.raises(NoStreamFree):
        hub.subscribe(session_id=1, topics=frozenset())

    assert hub.count_streams() == 0
    hub.stop()


def test_a_lost_connection_is_made_anew_and_what_was_missed_is_told(broadcast, listen, backend):
    if backend == "sqlite":
        pytest.skip("a file has no connection to lose")
    alice = listen(EVERYBODY)

    with broadcast.writing():
        broadcast_to_all(1)
        db.session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' OR (pid <> pg_backend_pid()"
                " AND datname = current_database())"
            )
        )

    assert next_number(alice) == 1


def broadcast_to_all(number: int) -> None:
    from leadtracker.services import _outbox

    _outbox.publish(EVERYBODY, _outbox.QUEUE_CHANGED, number=number)
