"""Server-sent events on the wire, as the WHATWG's HTML standard defines them (section 9.2)."""

import json

from leadtracker.domain.events import RESYNC

#: A comment: keeps proxies from closing a quiet stream, and finds out who is gone.
PING = b": ping\n\n"

#: A browser that lost its stream asks again after so many milliseconds.
RETRY_MILLISECONDS = 2000


def opening(last: int) -> bytes:
    """Told once: when to come back after an end, and that all up to ``last`` has been told."""
    return f"retry: {RETRY_MILLISECONDS}\nid: {last}\n\n".encode()


def frame(event_id: int, name: str, data: dict) -> bytes:
    """One event."""
    words = json.dumps(data, separators=(",", ":"))
    return f"id: {event_id}\nevent: {name}\ndata: {words}\n\n".encode()


def resync(last: int) -> bytes:
    """Too much was missed to tell: ask for everything, then go on from ``last``."""
    return frame(last, RESYNC, {})
