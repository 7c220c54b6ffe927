"""What was decided about a promotion, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain.attempts import LIMITS
from leadtracker.models import Activity
from leadtracker.templating.wording import date_words, number

_ICONS = {
    "promotion_created": "file-plus",
    "promotion_updated": "pencil",
    "promotion_launched": "rocket",
    "promotion_paused": "player-pause",
    "promotion_resumed": "player-play",
    "promotion_ended": "flag",
}

#: Terms whose change is told with what was and what is, and terms that are days.
_TOLD = ("name", "target_orders", "priority", *LIMITS)
_DAYS = ("starts_on", "deadline_on")


@dataclass(frozen=True)
class TimelineRow:
    """A decision about a promotion."""

    icon: str
    title: str
    text: str
    who: str
    at: datetime


def told(activity: Activity) -> TimelineRow:
    """The decision that ``activity`` recorded."""
    title, text = _sentence(activity)
    return TimelineRow(
        icon=_ICONS[activity.kind],
        title=title,
        text=text,
        who=activity.user.name if activity.user else _("the system"),
        at=activity.at,
    )


def _sentence(activity: Activity) -> tuple[str, str]:
    sentences = {
        "promotion_created": (_("Written as a draft"), ""),
        "promotion_updated": (_("Changed"), _changes(activity.data.get("changes", {}))),
        "promotion_launched": (_("Launched"), _leads(activity.data.get("leads", 0))),
        "promotion_paused": (_("Paused"), ""),
        "promotion_resumed": (_("Went on"), ""),
        "promotion_ended": (_("Ended"), ""),
    }
    return sentences[activity.kind]


def _leads(count: int) -> str:
    n = number(count)
    return ngettext("%(n)s lead joined the queue", "%(n)s leads joined the queue", count, n=n)


def _changes(changes: dict[str, list]) -> str:
    names = _names()
    return ", ".join(
        _change(names.get(key, key), key, was, now) for key, (was, now) in changes.items()
    )


def _change(name: str, key: str, was, now) -> str:
    if key in _TOLD:
        return _("%(what)s from %(was)s to %(now)s", what=name, was=was, now=now)
    if key in _DAYS:
        days = {
            word: date_words(date.fromisoformat(day)) for word, day in (("was", was), ("now", now))
        }
        return _("%(what)s from %(was)s to %(now)s", what=name, **days)
    return name


def _names() -> dict[str, str]:
    return {
        "name": _("name"),
        "brief": _("brief"),
        "list_id": _("list"),
        "script_id": _("script"),
        "outcome_set_id": _("outcomes"),
        "starts_on": _("start"),
        "deadline_on": _("deadline"),
        "target_orders": _("orders to sell"),
        "currency": _("currency"),
        "caller_id": _("number they see"),
        "priority": _("priority"),
        "tries": _("tries in all"),
        "tries_a_day": _("tries a day"),
        "parts": _("parts of the day"),
        "cool_down_days": _("days of rest after another promotion"),
        "missed_days": _("days of rest after a try of another promotion"),
        "recycle_after_days": _("days of rest between rounds"),
        "rounds": _("rounds"),
        "teams": _("teams"),
        "offers": _("offers"),
    }
