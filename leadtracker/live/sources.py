"""How a process learns that there are new events: one connection of its own, either database.

Both sources only say that it is worth looking; what happened is then read by id, in order. So a
lost notification costs a moment and never an event.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, NullPool, create_engine

from leadtracker.models.event import CHANNEL

#: How often SQLite is asked whether another process has written.
SQLITE_SECONDS = 0.05

#: How long PostgreSQL may stay silent before we look for ourselves.
POSTGRESQL_SECONDS = 0.5


class SqliteSource:
    """``PRAGMA data_version`` changes when anybody else commits; asking costs some microseconds."""

    def __init__(self, connection: Connection, woken: threading.Event):
        self.connection = connection
        self._woken = woken
        connection.exec_driver_sql("PRAGMA query_only=ON")
        self._version = self._read_version()

    def wait(self) -> bool:
        """Wait a moment; whether anything was written since the last time."""
        self._woken.wait(SQLITE_SECONDS)
        self._woken.clear()
        before, self._version = self._version, self._read_version()
        return self._version != before

    def _read_version(self) -> int:
        return self.connection.exec_driver_sql("PRAGMA data_version").scalar_one()


class PostgresSource:
    """``LISTEN``: told at every commit that wrote events, looking anyway when it is quiet.

    The second half makes it work, later by up to half a second, behind a connection pooler that
    does not pass notifications on.
    """

    def __init__(self, connection: Connection, _woken: threading.Event):
        self.connection = connection
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        self._driver = connection.connection.driver_connection

    def wait(self) -> bool:
        """Wait for a notification or the time to look anyway."""
        for _notice in self._driver.notifies(timeout=POSTGRESQL_SECONDS, stop_after=1):
            pass
        return True


@contextmanager
def open_source(url: URL, woken: threading.Event) -> Iterator[SqliteSource | PostgresSource]:
    """Connect outside the pool, without transactions: nothing is held while waiting."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    kind = SqliteSource if engine.dialect.name == "sqlite" else PostgresSource
    with engine.connect() as connection:
        yield kind(connection, woken)
