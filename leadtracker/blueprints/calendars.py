"""A person's callbacks for calendar programs, at an address that only they know."""

from flask import Blueprint, Response, abort

from leadtracker.extensions import limiter
from leadtracker.serializers.calendars import calendar_of
from leadtracker.services import calendar_feeds

bp = Blueprint("calendars", __name__)


@bp.get("/calendars/<token>.ics")
@limiter.limit("60 per minute")
def show(token: str) -> Response:
    """The calendar; an address that was replaced, switched off or guessed does not exist."""
    feed = calendar_feeds.find_feed(token) or abort(404)
    return Response(
        calendar_of(feed),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="callbacks.ics"'},
    )
