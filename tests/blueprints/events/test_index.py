"""GET /events: what happened, as a stream or as JSON."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as time
from leadtracker.domain.events import EVERYBODY, to_role, to_team, to_user
from leadtracker.models import Event
from leadtracker.queries.events import REPLAY_LIMIT
from leadtracker.services import _outbox, housekeeping

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def publish(db):
    """``publish(topic, number=1)`` commits one event and returns its id."""

    def publish(topic, **data):
        _outbox.publish(topic, _outbox.QUEUE_CHANGED, **data)
        db.session.commit()
        return db.session.query(Event.id).order_by(Event.id.desc()).limit(1).scalar()

    return publish


@pytest.fixture
def stream(app, sign_in, alice):
    """``stream(headers)`` is the first thing Alice's browser is sent, and the answer."""
    opened = []

    def stream(query="", **headers):
        response = sign_in(alice).get(f"/events{query}", headers=STREAM | headers, buffered=False)
        opened.append(response)
        return response

    yield stream
    for response in opened:
        response.close()
    app.extensions["live"].stop()


def told(response) -> list[int]:
    return [event["data"].get("number", event["name"]) for event in response.json["events"]]


# --- as JSON -------------------------------------------------------------------------------------


def test_it_tells_what_happened_after_the_last_known_event(sign_in, alice, publish):
    first = publish(EVERYBODY, number=1)
    last = publish(EVERYBODY, number=2)

    response = sign_in(alice).get(f"/events?after={first}")

    assert response.json == {
        "last": last,
        "events": [{"id": last, "name": "queue_changed", "data": {"number": 2}}],
    }


def test_without_a_last_known_event_it_begins_now(sign_in, alice, publish):
    last = publish(EVERYBODY, number=1)

    assert sign_in(alice).get("/events").json == {"last": last, "events": []}


def test_before_anything_happened_there_is_nothing_to_tell(sign_in, alice):
    assert sign_in(alice).get("/events?after=0").json == {"last": 0, "events": []}


def test_it_tells_nobody_what_is_not_theirs(sign_in, publish, alice, bob, charlie, mona, dora):
    start = publish(EVERYBODY)
    topics = [
        to_user(alice.id),
        to_user(bob.id),
        to_team(alice.team_id),
        to_team(charlie.team_id),
        to_role("director"),
    ]
    for number, topic in enumerate(topics):
        publish(topic, number=number)

    heard = {
        person.first_name: told(sign_in(person).get(f"/events?after={start}"))
        for person in (alice, bob, charlie, mona, dora)
    }

    assert heard == {
        "Alice": [0, 2],
        "Bob": [1, 2],
        "Charlie": [3],
        "Mona": [2],
        "Dora": [4],
    }


def test_a_lead_of_two_teams_hears_both(db, sign_in, publish, mona, charlie):
    start = publish(EVERYBODY)
    charlie.team.lead_id = mona.id
    publish(to_team(charlie.team_id), number=1)
    publish(to_team(mona.team_id), number=2)

    assert told(sign_in(mona).get(f"/events?after={start}")) == [1, 2]


def test_the_header_of_a_returning_browser_counts_before_the_address(sign_in, alice, publish):
    first = publish(EVERYBODY, number=1)
    second = publish(EVERYBODY, number=2)
    publish(EVERYBODY, number=3)

    response = sign_in(alice).get(f"/events?after={first}", headers={"Last-Event-ID": str(second)})

    assert told(response) == [3]


@pytest.mark.parametrize("after", ["", "soon", "-1", "1.5", "²", "9" * 40])
def test_a_last_known_event_that_makes_no_sense_begins_now(sign_in, alice, publish, after):
    last = publish(EVERYBODY, number=1)

    response = sign_in(alice).get("/events", query_string={"after": after})

    assert response.json == {"last": last, "events": []}


def test_who_was_away_until_events_were_forgotten_is_told_to_ask_for_everything(
    db, sign_in, alice, publish, clock
):
    first = publish(EVERYBODY, number=1)
    publish(EVERYBODY, number=2)
    clock.shift(timedelta(hours=2))
    last = publish(EVERYBODY, number=3)
    housekeeping.forget_events()

    response = sign_in(alice).get(f"/events?after={first}")

    assert response.json == {"last": last, "events": [{"id": last, "name": "resync", "data": {}}]}


def test_forgetting_disturbs_nobody_who_is_up_to_date(sign_in, alice, publish, clock):
    last = publish(EVERYBODY, number=1)
    clock.shift(timedelta(hours=2))
    housekeeping.forget_events()

    assert sign_in(alice).get(f"/events?after={last}").json == {"last": last, "events": []}


def test_an_id_this_database_never_gave_is_told_to_ask_for_everything(sign_in, alice, publish):
    last = publish(EVERYBODY, number=1)

    assert told(sign_in(alice).get(f"/events?after={last + 1}")) == ["resync"]


def test_who_missed_too_much_is_told_to_ask_for_everything(db, sign_in, alice, publish):
    first = publish(EVERYBODY)
    for number in range(REPLAY_LIMIT + 1):
        _outbox.publish(EVERYBODY, _outbox.QUEUE_CHANGED, number=number)
    db.session.commit()

    assert told(sign_in(alice).get(f"/events?after={first}")) == ["resync"]


def test_it_asks_the_database_little(sign_in, alice, publish, count_queries):
    browser = sign_in(alice)

    with count_queries() as queries:
        browser.get("/events?after=0")

    assert len(queries) <= 4


# --- as a stream ---------------------------------------------------------------------------------


def test_a_stream_is_neither_stored_nor_held_back_on_its_way(stream):
    headers = stream().headers

    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Accept" in headers["Vary"]


def test_a_stream_begins_with_what_was_missed(stream, publish):
    first = publish(EVERYBODY, number=1)
    last = publish(EVERYBODY, number=2)

    sent = stream(f"?after={first}").iter_encoded()

    assert next(sent) == f'id: {last}\nevent: queue_changed\ndata: {{"number":2}}\n\n'.encode()
    assert next(sent) == f"retry: 2000\nid: {last}\n\n".encode()


def test_a_stream_that_cannot_tell_what_was_missed_says_so(stream, publish):
    last = publish(EVERYBODY, number=1)

    sent = stream(**{"Last-Event-ID": str(last + 5)}).iter_encoded()

    assert next(sent) == f"id: {last}\nevent: resync\ndata: {{}}\n\n".encode()


def test_a_browser_that_goes_away_frees_its_stream(app, stream):
    response = stream()
    assert app.extensions["live"].count_streams() == 1

    response.close()

    assert app.extensions["live"].count_streams() == 0


def test_an_open_stream_holds_no_connection_of_the_pool(fresh_database):
    """On a database of its own: here requests really give their connections back."""
    from leadtracker.db import db
    from tests.support import builders
    from tests.support.client import Client
    from tests.support.databases import dispose

    app = fresh_database.make_app()
    with app.app_context():
        browser = Client(app).sign_in(builders.make_user("Alice Ash"))
        response = browser.get("/events", headers=STREAM, buffered=False)
        next(response.iter_encoded())
        db.session.remove()

        assert db.engine.pool.checkedout() == 0

    response.close()
    app.extensions["live"].stop()
    dispose(app)


def test_without_a_free_stream_a_browser_is_asked_to_come_back(app, stream):
    app.extensions["live"].end_when(lambda: True)

    response = stream()
    app.extensions["live"].end_when(lambda: False)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_strangers_are_told_that_they_are_signed_out(client, accept):
    assert client.get("/events", headers={"Accept": accept}).status_code == 401


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_listening_alone_does_not_keep_a_session_alive(db, sign_in, alice, app, clock, accept):
    from leadtracker.models import UserSession

    browser, began = sign_in(alice), time.now()
    clock.shift(timedelta(minutes=10))

    browser.get("/events", headers={"Accept": accept}, buffered=False).close()
    app.extensions["live"].stop()

    assert db.session.query(UserSession.last_seen_at).scalar() == began


# --- for pages -----------------------------------------------------------------------------------


def test_a_page_knows_the_newest_event_it_has_seen(sign_in, alice, publish):
    last = publish(EVERYBODY, number=1)

    page = sign_in(alice).get("/desk", headers={"Accept": "text/html"}, follow_redirects=True)

    assert f'data-live-after-value="{last}"' in page.text
