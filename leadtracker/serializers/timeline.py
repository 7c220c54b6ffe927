"""The history of a lead: each line of the timeline in the words people read."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.models import Activity
from leadtracker.templating.wording import day_time_in, duration_words, money, phone

#: Kind → icon; what is not here is audit only and stays off the timeline.
_ICONS = {
    "call_started": "phone-outgoing",
    "outcome_set": "phone-call",
    "order_placed": "package",
    "order_cancelled": "package",
    "follow_up_promised": "calendar-plus",
    "follow_up_moved": "calendar-event",
    "follow_up_offered": "users",
    "follow_up_closed": "calendar-x",
    "lead_skipped": "player-skip-forward",
    "lead_snoozed": "clock-pause",
    "lead_assigned": "transfer",
    "lead_handed_over": "transfer",
    "assignment_undone": "arrow-back-up",
    "lead_pulled_back": "transfer",
    "wrap_up_cleared": "phone-x",
    "number_blocked": "phone-off",
    "number_unblocked": "phone",
    "lead_created": "building-store",
    "lead_imported": "table-import",
    "lead_updated": "pencil",
    "note_added": "message",
    "outcome_replaced": "pencil",
}

_TITLES = {
    "call_started": _l("Called"),
    "outcome_set": _l("Call"),
    "order_placed": _l("Order placed"),
    "order_cancelled": _l("Order cancelled"),
    "follow_up_promised": _l("Follow-up agreed"),
    "follow_up_moved": _l("Follow-up moved"),
    "follow_up_offered": _l("Offered to the team: its owner was away"),
    "follow_up_closed": _l("Follow-up closed"),
    "lead_skipped": _l("Skipped"),
    "lead_snoozed": _l("Snoozed"),
    "lead_assigned": _l("Given to somebody else"),
    "lead_handed_over": _l("Handed over"),
    "assignment_undone": _l("Taken back"),
    "lead_pulled_back": _l("Taken from a desk"),
    "wrap_up_cleared": _l("Wrap-up cleared"),
    "number_blocked": _l("Do not call"),
    "number_unblocked": _l("May be called again"),
    "lead_created": _l("Lead created"),
    "lead_imported": _l("Imported"),
    "lead_updated": _l("Details changed"),
    "note_added": _l("Note"),
    "outcome_replaced": _l("Outcome corrected"),
}

#: What tells of a call's end, so that its beginning need not be told.
_TELLS_CALL = {"outcome_set", "wrap_up_cleared"}

_OUTCOME_ICONS = {True: "phone-call", False: "phone-x"}

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
    call_id: int | None
    by_id: int | None


def timeline_of(activities: list[Activity], zone: str) -> list[TimelineLine]:
    """The lines of a timeline, newest first, moments of promises told in the lead's ``zone``.

    A call whose outcome is set is told once, by its outcome; one that was taken back is not told.
    """
    standing = _without_slips(activities)
    told = {row.call_id for row in standing if row.kind in _TELLS_CALL}
    return [
        _line(row, zone)
        for row in standing
        if row.kind in _ICONS and not (row.kind == "call_started" and row.call_id in told)
    ]


def _without_slips(activities: list[Activity]) -> list[Activity]:
    """Newest first, without outcomes that were taken back and dials that were stopped with them."""
    undone = Counter(row.call_id for row in activities if row.kind == "outcome_undone")
    stopped = {row.call_id for row in activities if row.kind == "dial_undone"}
    kept = []
    for row in activities:
        if row.kind == "outcome_set" and undone[row.call_id]:
            undone[row.call_id] -= 1
        elif row.kind != "call_started" or row.call_id not in stopped:
            kept.append(row)
    return kept


def _line(row: Activity, zone: str) -> TimelineLine:
    reached = row.data.get("category") != "not_reached"
    return TimelineLine(
        icon=_OUTCOME_ICONS[reached] if row.kind == "outcome_set" else _ICONS[row.kind],
        title=str(_TITLES[row.kind]),
        at=row.at,
        meta=_meta(row),
        text=_text(row, zone),
        badge=row.data.get("label", ""),
        badge_tone=_badge_tone(row),
        tone=_TONES.get(row.kind, ""),
        call_id=row.call_id if row.kind == "outcome_set" else None,
        by_id=row.user_id,
    )


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
    if row.kind == "outcome_replaced" and data.get("was"):
        return _("It was %(outcome)s.", outcome=data["was"])
    if row.kind in {"lead_assigned", "lead_handed_over"}:
        note = data.get("note", "")
        return _("To %(name)s: %(note)s", name=data["to"], note=note) if note else data["to"]
    if row.kind in {"lead_pulled_back", "wrap_up_cleared"}:
        parts = (data.get("whose", ""), data.get("reason", ""))
        return ": ".join(part for part in parts if part)
    return data.get("note") or data.get("reason") or data.get("text") or ""
