"""A person's callbacks as a calendar (RFC 5545), as much of them as the person wants told."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from leadtracker.domain import clock
from leadtracker.models import CalendarFeed, FollowUp
from leadtracker.models.calendar_feed import CalendarDetail
from leadtracker.queries import calendar_feeds as find
from leadtracker.serializers.dial_words import place_of
from leadtracker.templating.wording import phone, time_in

#: How long a callback takes in a calendar.
_LENGTH = timedelta(minutes=15)
_ALARM_BEFORE = timedelta(minutes=10)
_REFRESH = timedelta(minutes=15)


def calendar_of(feed: CalendarFeed) -> bytes:
    """The calendar in its owner's language. Moments are UTC: every calendar shows its own zone."""
    with force_locale(feed.user.locale):
        calendar = Calendar()
        calendar.add("prodid", "-//Leadtracker//Callbacks//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Callbacks"))
        calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
        for promise in find.callbacks_in_calendar(feed.user, clock.now()):
            calendar.add_component(_event(promise, feed.detail))
        return calendar.to_ical()


def _event(promise: FollowUp, detail: CalendarDetail) -> Event:
    """The same callback keeps its UID; each move and its end raise SEQUENCE, so that calendars take
    the later one."""
    base = current_app.config["PUBLIC_BASE_URL"]
    event = Event()
    event.add("uid", f"callback-{promise.id}@{urlsplit(base).hostname or 'leadtracker'}")
    event.add("sequence", len(promise.moves) + (not promise.is_open))
    event.add("dtstamp", _changed_at(promise))
    event.add("dtstart", promise.due_at)
    event.add("dtend", promise.due_at + _LENGTH)
    event.add("summary", _summary(promise, detail))
    event.add("status", "CONFIRMED" if promise.is_open else "CANCELLED")
    event.add("class", "PRIVATE")
    event.add("url", f"{base}/desk")
    if detail is not CalendarDetail.NOTHING:
        event.add("description", _description(promise, detail))
    if promise.is_open:
        event.add_component(_alarm())
    return event


def _changed_at(promise: FollowUp):
    moved = [move.moved_at for move in promise.moves]
    return max([promise.created_at, *moved, *filter(None, [promise.closed_at])])


def _summary(promise: FollowUp, detail: CalendarDetail) -> str:
    if detail is CalendarDetail.NOTHING:
        return _("Callback")
    return _("Call %(lead)s back", lead=promise.lead.name)


def _description(promise: FollowUp, detail: CalendarDetail) -> str:
    zone = promise.time_zone or "UTC"
    time, place = time_in(promise.due_at, zone), place_of(zone, promise.lead.city)
    lines = [_("%(time)s in %(place)s", time=time, place=place)]
    number = promise.lead.first_dialable
    if detail is CalendarDetail.NUMBER and number is not None:
        lines.append(phone(number.e164))
    return "\n".join(lines)


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Callback in 10 minutes"))
    alarm.add("trigger", -_ALARM_BEFORE)
    return alarm
