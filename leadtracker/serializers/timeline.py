"""The history of a lead: each line of the timeline in the words people read."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.models import Activity
from leadtracker.templating.wording import day_time_in, duration_words, money, phone

#: Kind → icon and title; what is not here is audit only and stays off the timeline.
KINDS = {
    "call_started": ("phone-outgoing", _l("Called")),
    "outcome_set": ("phone-call", _l("Call")),
    "order_placed": ("package", _l("Order placed")),
    "order_cancelled": ("package", _l("Order cancelled")),
    "follow_up_promised": ("calendar-plus", _l("Follow-up agreed")),
    "follow_up_moved": ("calendar-event", _l("Follow-up moved")),
    "follow_up_closed": ("calendar-x", _l("Follow-up closed")),
    "lead_skipped": ("player-skip-forward", _l("Skipped")),
    "lead_snoozed": ("clock-pause", _l("Snoozed")),
    "number_blocked": ("phone-off", _l("Do not call")),
    "number_unblocked": ("phone", _l("May be called again")),
    "lead_created": ("building-store", _l("Lead created")),
    "lead_imported": ("table-import", _l("Imported")),
    "lead_updated": ("pencil", _l("Details changed")),
    "note_added": ("message", _l("Note")),
}

#: A call whose outcome is set is told once, by its outcome.
_TONES = {"order_placed": "ok", "number_blocked": "bad"}


@dataclass(frozen=True)
class TimelineLine:
    """One line: an icon, what happened, who did it, and the text below it."""

    icon: str
    title: str
    at: datetime
    meta: str
    text: str
    badge: str
    badge_tone: str
    tone: str


def timeline_of(activities: list[Activity], zone: str) -> list[TimelineLine]:
    """The lines of a timeline, newest first, moments of promises told in the lead's ``zone``."""
    told = {row.call_id for row in activities if row.kind == "outcome_set"}
    return [
        _line(row, zone)
        for row in activities
        if row.kind in KINDS and not (row.kind == "call_started" and row.call_id in told)
    ]


def _line(row: Activity, zone: str) -> TimelineLine:
    icon, title = KINDS[row.kind]
    return TimelineLine(
        icon=_outcome_icon(row) if row.kind == "outcome_set" else icon,
        title=str(title),
        at=row.at,
        meta=_meta(row),
        text=_text(row, zone),
        badge=row.data.get("label", ""),
        badge_tone=_badge_tone(row),
        tone=_TONES.get(row.kind, ""),
    )


def _outcome_icon(row: Activity) -> str:
    reached = row.data.get("category") != "not_reached"
    return "phone-call" if reached else "phone-x"


def _badge_tone(row: Activity) -> str:
    return {"success": "ok", "stop": "bad"}.get(row.data.get("category", ""), "")


def _meta(row: Activity) -> str:
    parts = [row.user.name if row.user else ""]
    if seconds := row.data.get("talk_seconds"):
        parts.append(duration_words(seconds))
    if row.kind == "call_started" and row.data.get("number"):
        parts.append(phone(row.data["number"]))
    return " · ".join(part for part in parts if part)


def _text(row: Activity, zone: str) -> str:
    data = row.data
    if row.kind in {"follow_up_promised", "follow_up_moved"} and data.get("due_at"):
        due = datetime.fromisoformat(data["due_at"])
        return _("For %(when)s their time", when=day_time_in(due, data.get("time_zone") or zone))
    if row.kind == "lead_snoozed" and data.get("until"):
        until = datetime.fromisoformat(data["until"])
        return _("Until %(when)s their time", when=day_time_in(until, zone))
    if row.kind == "order_placed" and data.get("currency"):
        return _(
            "%(units)s units, %(total)s",
            units=data.get("units", 0),
            total=money(data["total_minor"], data["currency"]),
        )
    return data.get("note") or data.get("reason") or data.get("text") or ""
