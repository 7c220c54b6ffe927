"""Keeping the search index up to date while leads are written by the thousand.

Triggers see to it row by row (migration ``lead_search``), which is right for people and six times
too slow for a file. Inside :func:`paused` they rest, and whoever wrote refreshes once.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from leadtracker.db import db

_PAUSE = {
    "sqlite": "INSERT INTO lead_search_pause (id) VALUES (1)",
    "postgresql": "SET LOCAL leadtracker.search = 'paused'",
}
_RESUME = {
    "sqlite": "DELETE FROM lead_search_pause",
    "postgresql": "SET LOCAL leadtracker.search = 'on'",
}
_GIVEN = "SELECT value FROM json_each(:ids)"
_SELECT = "SELECT id, body FROM lead_search_text WHERE id"
_OR_REPLACE = "ON CONFLICT (lead_id) DO UPDATE SET body = excluded.body"
_REFRESH = {
    "sqlite": (
        f"DELETE FROM lead_search WHERE rowid IN ({_GIVEN})",
        f"INSERT INTO lead_search (rowid, body) {_SELECT} IN ({_GIVEN})",
    ),
    "postgresql": (
        f"INSERT INTO lead_search (lead_id, body) {_SELECT} = ANY (:ids) {_OR_REPLACE}",
    ),
}


@contextmanager
def paused() -> Iterator[None]:
    """The triggers rest for this transaction; nobody else's are touched."""
    dialect = db.engine.dialect.name
    db.session.execute(text(_PAUSE[dialect]))
    yield
    db.session.execute(text(_RESUME[dialect]))


def refresh(lead_ids: Collection[int]) -> None:
    """Index these leads as they are now, in the caller's transaction."""
    if not lead_ids:
        return
    dialect, ids = db.engine.dialect.name, sorted(lead_ids)
    for statement in _REFRESH[dialect]:
        # One parameter for all of them: thousands of places take longer to write than to look up.
        given = json.dumps(ids) if dialect == "sqlite" else ids
        db.session.execute(text(statement), {"ids": given})
