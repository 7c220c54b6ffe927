"""One thread per process that reads every event once and hands it to the streams it concerns."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import structlog
from psycopg import Error as PsycopgError
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from leadtracker.domain import clock
from leadtracker.domain.events import topics_of
from leadtracker.live.frames import frame
from leadtracker.live.sources import PostgresSource, SqliteSource, open_source
from leadtracker.live.subscription import Heard, Subscription
from leadtracker.queries import events as find

log = structlog.get_logger()

#: How often it is looked up which sessions still hold and what their owners may hear.
ACCESS_SECONDS = 2.0

#: One browser needs one stream, one without shared workers one per tab; more is a leak.
STREAMS_PER_SESSION = 12

#: How long a new stream waits for the hub's first connection.
START_SECONDS = 5.0

#: After a lost connection the next attempt comes this much later.
RECONNECT_SECONDS = 1.0


class NoStreamFree(Exception):
    """No stream can be had now; asking for events from time to time works as well."""


class Hub:
    """Starts with the first subscription and lives as long as its process.

    ``capacity`` streams may be open at once. ``idle_limit`` is how long a session may go unused.
    """

    def __init__(
        self,
        url: URL,
        *,
        capacity: int,
        idle_limit: timedelta,
        start_seconds: float = START_SECONDS,
    ):
        self._url = url
        self._capacity = capacity
        self._idle_limit = idle_limit
        self._start_seconds = start_seconds
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._is_ending: Callable[[], bool] = lambda: False
        self._last: int | None = None

    # --- for the web ---------------------------------------------------------------------------

    def subscribe(self, *, session_id: int, topics: frozenset[str]) -> Subscription:
        """Hear ``topics`` from now on, for as long as the session holds.

        Raises ``NoStreamFree`` when too many are open, the process is ending, or the database
        cannot be reached. Close the subscription in the end.
        """
        subscription = Subscription(
            session_id=session_id, topics=topics, on_close=self._unsubscribe
        )
        with self._lock:
            self._require_room(session_id)
            self._subscriptions.add(subscription)
            self._start()
        if not self._ready.wait(self._start_seconds):
            subscription.close()
            raise NoStreamFree
        return subscription

    def wake(self) -> None:
        """This process has just committed something: look at once."""
        self._woken.set()

    def end_when(self, is_ending: Callable[[], bool]) -> None:
        """End every stream once ``is_ending`` says so: a stop of the server waits for none."""
        self._is_ending = is_ending

    def stop(self) -> None:
        """End every stream and the thread; the next stream starts another."""
        if self._thread is None:
            return
        self._stopping.set()
        self._woken.set()
        self._thread.join()
        self._thread = None
        self._stopping.clear()
        self._ready.clear()

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def count_streams(self) -> int:
        with self._lock:
            return len(self._subscriptions)

    # --- who listens ---------------------------------------------------------------------------

    def _require_room(self, session_id: int) -> None:
        own = sum(each.session_id == session_id for each in self._subscriptions)
        if len(self._subscriptions) >= self._capacity or own >= STREAMS_PER_SESSION:
            raise NoStreamFree
        if self._has_ended():
            raise NoStreamFree

    def _unsubscribe(self, subscription: Subscription) -> None:
        with self._lock:
            self._subscriptions.discard(subscription)

    def _listening(self) -> list[Subscription]:
        with self._lock:
            return list(self._subscriptions)

    # --- the thread ----------------------------------------------------------------------------

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="live hub", daemon=True)
            self._thread.start()

    def _has_ended(self) -> bool:
        return self._stopping.is_set() or self._is_ending()

    def _run(self) -> None:
        while not self._has_ended():
            try:
                with open_source(self._url, self._woken) as source:
                    self._follow(source)
            except (SQLAlchemyError, PsycopgError) as error:
                log.warning("live_updates_interrupted", error=repr(error))
                self._stopping.wait(RECONNECT_SECONDS)
        for subscription in self._listening():
            subscription.end()

    def _follow(self, source: SqliteSource | PostgresSource) -> None:
        """Hand events on until the end; after a reconnection those missed meanwhile come first."""
        if self._last is None:
            self._last = source.connection.execute(find.newest_id()).scalar_one()
        self._hand_on(source)
        self._ready.set()
        look_again_at = time.monotonic()
        while not self._has_ended():
            if source.wait():
                self._hand_on(source)
            if time.monotonic() >= look_again_at:
                self._check_access(source)
                look_again_at = time.monotonic() + ACCESS_SECONDS

    def _hand_on(self, source: SqliteSource | PostgresSource) -> None:
        for event in source.connection.execute(find.events_after(self._last)):
            heard = Heard(event.id, frame(event.id, event.name, event.data))
            for subscription in self._listening():
                subscription.offer(event.topic, heard)
            self._last = event.id

    def _check_access(self, source: SqliteSource | PostgresSource) -> None:
        """End the streams of sessions that are over; follow people into other roles and teams."""
        listening = self._listening()
        if not listening:
            return
        topics = self._topics_by_session(source, {each.session_id for each in listening})
        for subscription in listening:
            if subscription.session_id in topics:
                subscription.topics = topics[subscription.session_id]
            else:
                subscription.end()

    def _topics_by_session(
        self, source: SqliteSource | PostgresSource, session_ids: set[int]
    ) -> dict[int, frozenset[str]]:
        stmt = find.listeners(session_ids, now=clock.now(), idle=self._idle_limit)
        people: dict[int, tuple[int, str]] = {}
        teams: dict[int, set[int]] = defaultdict(set)
        for row in source.connection.execute(stmt):
            people[row.session_id] = row.user_id, row.role
            teams[row.session_id] |= {row.team_id, row.led_team_id} - {None}
        return {
            session_id: topics_of(user_id, role, teams[session_id])
            for session_id, (user_id, role) in people.items()
        }
