"""What has just happened, for the pages that are open: a stream, or the same as JSON.

``GET /events`` with ``Accept: text/event-stream`` is the stream; anything else gets ``{"last": 7,
"events": [{"id", "name", "data"}]}`` and asks again with ``?after=7``. Both go on after the event
named by ``Last-Event-ID`` or ``?after=``, and begin now without either. An event called ``resync``
means: more was missed than can be told, ask for everything.
"""

from http import HTTPStatus

from flask import Blueprint, Response, g, jsonify, request

from leadtracker import live
from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import is_htmx
from leadtracker.db import db
from leadtracker.domain.events import RESYNC
from leadtracker.live import frames
from leadtracker.models import User
from leadtracker.queries import events as find
from leadtracker.services import sessions

bp = Blueprint("events", __name__)

STREAM = "text/event-stream"

#: Without a stream, a browser asks from time to time and tries for one again after this long.
RETRY_AFTER_SECONDS = 30


@bp.before_app_request
def note_newest_event() -> None:
    """Before a page reads anything: which events it will have seen, so that it can ask for later
    ones and miss none in between.
    """
    if _renders_page():
        g.last_event_id = db.session.scalar(find.newest_id())


@bp.app_context_processor
def add_last_event_id() -> dict:
    return {"last_event_id": g.get("last_event_id")}


@bp.get("/events")
def index():
    """The stream, or the JSON for whoever does not ask for it by name."""
    user = signed_in_user()
    wants_stream = request.accept_mimetypes.best_match(("application/json", STREAM)) == STREAM
    response = _open_stream(user) if wants_stream else _tell_missed(user)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _renders_page() -> bool:
    wants_page = "text/html" in request.headers.get("Accept", "")
    return request.method == "GET" and wants_page and not is_htmx() and "user_id" in g


def _after() -> int | None:
    """The last event the browser knows, if it says so in a way we understand."""
    text = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _tell_missed(user: User) -> Response:
    missed = find.missed_since(_after(), find.topics_heard_by(user))
    events = [{"id": event.id, "name": event.name, "data": event.data} for event in missed.events]
    if not missed.is_whole:
        events = [{"id": missed.last, "name": RESYNC, "data": {}}]
    return jsonify(last=missed.last, events=events)


def _open_stream(user: User) -> Response:
    """Listen first, then read what was missed: nothing falls in between.

    The database session goes back before the first byte is sent; a stream holds none.
    """
    topics = find.topics_heard_by(user)
    session = sessions.find_open_session(user.get_id())
    try:
        subscription = live.hub().subscribe(session_id=session.id, topics=topics)
    except live.NoStreamFree:
        return _no_stream_free()
    try:
        missed = find.missed_since(_after(), topics)
    except Exception:
        subscription.close()
        raise
    body = live.stream(subscription, opening=_opening(missed), after=missed.last)
    response = Response(body, mimetype=STREAM, headers={"X-Accel-Buffering": "no"})
    response.call_on_close(subscription.close)
    return response


def _opening(missed: find.Missed) -> list[bytes]:
    """What was missed, then the point from which the stream goes on."""
    told = [frames.frame(event.id, event.name, event.data) for event in missed.events]
    if not missed.is_whole:
        told = [frames.resync(missed.last)]
    return [*told, frames.opening(missed.last)]


def _no_stream_free() -> Response:
    return Response(
        status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_AFTER_SECONDS)}
    )
