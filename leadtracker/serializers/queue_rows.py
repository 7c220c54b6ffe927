"""The queue column: rows with their reason, their time and their place, and the counts above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from leadtracker.domain import clock
from leadtracker.domain.promises import ON_TIME
from leadtracker.domain.queue import QueueKind, WaitsFor
from leadtracker.models import FollowUp, QueueItem, User
from leadtracker.queries import queue as find
from leadtracker.queries import queue_lists as find_lists
from leadtracker.serializers.dial_words import place_of
from leadtracker.templating.wording import ago, near_day_in, reader_zone, time_in

_ICONS = {
    QueueKind.CALLBACK: "phone-call",
    QueueKind.MISSED_CALL: "phone-incoming",
    QueueKind.FOLLOW_UP: "repeat",
    QueueKind.HAND_OVER: "transfer",
    QueueKind.PROMOTION: "tag",
}

KIND_NAMES = {
    QueueKind.CALLBACK: _l("Callbacks"),
    QueueKind.MISSED_CALL: _l("Missed calls"),
    QueueKind.FOLLOW_UP: _l("Follow-ups"),
    QueueKind.HAND_OVER: _l("Handed over"),
    QueueKind.PROMOTION: _l("Promotions"),
}

_CAUSES = {
    WaitsFor.HOURS: _l("Outside their calling hours"),
    WaitsFor.RETRY: _l("Tried before, resting"),
    WaitsFor.ENOUGH_TODAY: _l("Tried often enough today"),
    WaitsFor.COOL_DOWN: _l("Called for another promotion lately"),
    WaitsFor.RECYCLED: _l("All tries made, tried anew later"),
    WaitsFor.AGREED: _l("Agreed for later"),
    WaitsFor.SNOOZED: _l("Snoozed"),
    WaitsFor.SKIPPED: _l("Skipped, back shortly"),
}

_PROMISES = {QueueKind.CALLBACK, QueueKind.FOLLOW_UP, QueueKind.MISSED_CALL}

#: What stands under "due now": promises, and what a colleague asks for.
_DUE = _PROMISES | {QueueKind.HAND_OVER}


@dataclass(frozen=True)
class QueueRow:
    """One reason to call, as its row shows it."""

    item_id: int
    icon: str
    tone: str
    company: str
    why: str
    more: str
    local: str
    place: str
    state: str


@dataclass(frozen=True)
class QueueTab:
    """A reason as a filter, with how many there are."""

    kind: str
    name: str
    icon: str
    count: str
    on: bool


@dataclass(frozen=True)
class WaitingLine:
    """Why some of the queue waits."""

    why: str
    count: int
    next_at: datetime


@dataclass(frozen=True)
class QueuePanel:
    """The whole column."""

    tabs: list[QueueTab]
    due: list[QueueRow]
    next_up: list[QueueRow]
    waiting: list[QueueRow]
    waiting_count: str
    causes: list[WaitingLine]
    kind: str


def queue_panel(user: User, held: QueueItem | None, *, kind: QueueKind | None = None) -> QueuePanel:
    """What the user may call now, what opens next, and, with an empty desk, why the rest waits.

    ``held`` is what lies on the desk.
    """
    pools = find.pools_of(user)
    ready, waiting = find_lists.next_items(pools, kind=kind)
    words = _RowWords(user)
    rows = [(item, words.row(item)) for item in ready]
    due = [row for item, row in rows if item.kind in _DUE]
    next_up = [row for item, row in rows if item.kind not in _DUE]
    for item, state in ((find.find_next(user), ""), (held, "current")):
        if item is not None and kind in {None, item.kind}:
            (due if item.kind in _DUE else next_up).insert(0, words.row(item, state=state))
    counts = find_lists.count_by_kind(pools)
    waiting_count = counts.pop(None, 0)
    return QueuePanel(
        tabs=_tabs(counts, held, kind),
        due=due,
        next_up=next_up,
        waiting=[words.row(item, state="waiting") for item in waiting],
        waiting_count=_capped(waiting_count),
        causes=[] if ready or held else waiting_lines(find_lists.waiting_causes(pools)),
        kind=kind or "",
    )


@dataclass(frozen=True)
class NextCard:
    """What stands in the lead's place while the desk is on its way."""

    row: QueueRow
    contact: str


def next_card(item: QueueItem, user: User) -> NextCard:
    """The card of the lead that is kept for the desk."""
    return NextCard(_RowWords(user).row(item), item.lead.contact_name)


def waiting_lines(causes: list[find_lists.WaitingCause]) -> list[WaitingLine]:
    """Why some of a queue waits, in words."""
    return [
        WaitingLine(str(_CAUSES[cause.waits_for]), cause.count, cause.next_at) for cause in causes
    ]


def _tabs(counts: dict, held: QueueItem | None, chosen: QueueKind | None) -> list[QueueTab]:
    counts = dict(counts)
    if held is not None:
        counts[held.kind] = counts.get(held.kind, 0) + 1
    every = QueueTab("", _("All"), "list", _capped(sum(counts.values())), chosen is None)
    return [every] + [
        QueueTab(kind, str(KIND_NAMES[kind]), _ICONS[kind], _capped(count), chosen is kind)
        for kind in QueueKind
        if (count := counts.get(kind, 0)) or chosen is kind
    ]


def _capped(count: int) -> str:
    return f"{find_lists.COUNT_CAP:,}+" if count >= find_lists.COUNT_CAP else str(count)


class _RowWords:
    """Rows of one queue in words. What time it is in a zone is worked out once for all of them."""

    def __init__(self, reader: User):
        self._reader = reader
        self._now = clock.now()
        self._clocks: dict[str, str] = {}

    def row(self, item: QueueItem, *, state: str = "") -> QueueRow:
        lead = item.lead
        zone = lead.time_zone or item.time_zone
        waits = state == "waiting"
        why, tone = (_opens(item), "") if waits else _why(item)
        return QueueRow(
            item_id=item.id,
            icon="clock-pause" if waits else _ICONS[item.kind],
            tone=tone,
            company=lead.name,
            why=why,
            more="" if waits else _more(item, self._reader),
            local=self._clock_in(zone),
            place=place_of(zone, lead.city) if zone else lead.city,
            state=state,
        )

    def _clock_in(self, zone: str) -> str:
        if zone and zone not in self._clocks:
            self._clocks[zone] = time_in(self._now, zone)
        return self._clocks.get(zone, "")


def _why(item: QueueItem) -> tuple[str, str]:
    """The reason in words, and its tone: late bad, due soon warn."""
    if item.kind is QueueKind.HAND_OVER:
        return _from(item) or _("Handed over"), ""
    if item.kind not in _PROMISES:
        return (item.promotion.name if item.promotion else _("To call"), "")
    name = {
        QueueKind.CALLBACK: _("Callback"),
        QueueKind.MISSED_CALL: _("Missed their call"),
        QueueKind.FOLLOW_UP: _("Follow-up"),
    }[item.kind]
    late = clock.now() - item.due_at
    if late > ON_TIME:
        return _("%(what)s due %(when)s", what=name, when=_late(late)), "bad"
    if late >= timedelta(0):
        return _("%(what)s due now", what=name), "warn"
    return _("%(what)s %(when)s", what=name, when=ago(item.due_at)), "warn"


def _from(item: QueueItem) -> str:
    """Who handed it over."""
    return _("From %(name)s", name=item.handed_by.first_name) if item.handed_by else ""


def _late(late: timedelta) -> str:
    """How long ago a promise was due."""
    minutes = int(late.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(num)s min ago", "%(num)s min ago", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s h ago", "%(num)s h ago", minutes // 60)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // 1440)


def _more(item: QueueItem, reader: User) -> str:
    if item.kind is QueueKind.HAND_OVER:
        return item.note
    if item.handed_by is not None:
        return f"{_from(item)}: {item.note}" if item.note else _from(item)
    if (promise := item.follow_up) is not None and (promise.note or promise.owner_id != reader.id):
        whose = promised_by(promise, reader)
        return " · ".join(words for words in (whose, promise.note) if words)
    if item.kind is QueueKind.PROMOTION:
        return ngettext("%(num)sst try", "try %(num)s", item.attempts + 1)
    return ""


def promised_by(promise: FollowUp, reader: User) -> str:
    """Whose promise it is, when it is somebody else's."""
    if promise.owner_id == reader.id:
        return ""
    return _("Promised by %(name)s", name=promise.owner.name)


def _opens(item: QueueItem) -> str:
    zone = reader_zone()
    moment = item.not_before
    return _(
        "From %(when)s your time",
        when=f"{near_day_in(moment, zone)} {time_in(moment, zone, brief=True)}",
    )
