"""Promises as My day shows them: both times, what became of them, and what can be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain import clock
from leadtracker.domain.promises import PromiseState, lateness, state_of
from leadtracker.domain.queue import QueueState, owner_of_pool, team_of_pool
from leadtracker.models import FollowUp, FollowUpMove, QueueItem, User
from leadtracker.serializers.dial_words import place_of
from leadtracker.templating.wording import duration_words, near_day_in, reader_zone, time_in

_NAMES = {
    PromiseState.KEPT: _l("Kept"),
    PromiseState.LATE: _l("Late"),
    PromiseState.BROKEN: _l("Broken"),
    PromiseState.MOVED: _l("Moved"),
    PromiseState.RELEASED: _l("Not to be called"),
    PromiseState.OVERDUE: _l("Late"),
    PromiseState.DUE: _l("Due now"),
}
_TONES = {
    PromiseState.KEPT: "ok",
    PromiseState.LATE: "warn",
    PromiseState.BROKEN: "bad",
    PromiseState.OVERDUE: "bad",
    PromiseState.DUE: "warn",
}
_ICONS = {
    PromiseState.KEPT: "check",
    PromiseState.LATE: "clock-check",
    PromiseState.BROKEN: "calendar-x",
    PromiseState.MOVED: "calendar-event",
    PromiseState.RELEASED: "phone-off",
    PromiseState.OVERDUE: "phone-call",
    PromiseState.DUE: "phone-call",
    PromiseState.OPEN: "clock-pause",
}
#: A promise this near is about to come due.
_SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class PromiseRow:
    """One agreed moment. ``anchor`` names it on the page; ``item_id`` is set when its call can be
    opened on the desk now."""

    anchor: str
    promise_id: int
    lead_id: int
    due_at: datetime
    mine: str
    theirs: str
    icon: str
    tone: str
    who: str
    what: str
    state: PromiseState
    badge: str
    note: str
    is_current: bool
    is_done: bool
    item_id: int | None
    can_change: bool


def promise_row(
    agreed: FollowUp | FollowUpMove, *, reader: User, zone: tzinfo, with_day: bool = False
) -> PromiseRow:
    """``agreed`` is a promise where it stands, or a moment that it was moved from.

    ``zone`` is that of the person whose day it is; ``with_day`` names the day beside the time.
    """
    now = clock.now()
    promise = agreed.follow_up if isinstance(agreed, FollowUpMove) else agreed
    item = promise.queue_item if agreed is promise else None
    state = state_of(agreed, now)
    soon = state is PromiseState.OPEN and agreed.due_at - now <= _SOON
    current = state in {PromiseState.DUE, PromiseState.OVERDUE}
    is_open = agreed is promise and promise.is_open
    return PromiseRow(
        anchor=f"promise-{promise.id}" if agreed is promise else f"moved-{agreed.id}",
        promise_id=promise.id,
        lead_id=promise.lead_id,
        due_at=agreed.due_at,
        mine=_when(agreed.due_at, zone, with_day),
        theirs=_theirs(agreed.due_at, promise, with_day),
        icon="phone-call" if soon else _ICONS[state],
        tone="warn" if soon else _TONES.get(state, ""),
        who=promise.lead.name,
        what=promise.note or (promise.said and _("Agreed as “%(words)s”", words=promise.said)),
        state=state,
        badge=str(_NAMES[state]) if state in _NAMES else _until(agreed.due_at - now),
        note=_note(agreed, promise, state, zone),
        is_current=current,
        is_done=not is_open,
        item_id=item.id if is_open and _can_open(item, reader) else None,
        can_change=is_open and _is_free_for(item, reader),
    )


def _when(moment: datetime, zone: tzinfo, with_day: bool) -> str:
    time = time_in(moment, zone)
    if not with_day:
        return time
    day = near_day_in(moment, zone)
    return f"{day[:1].upper()}{day[1:]}, {time}"


def _theirs(moment: datetime, promise: FollowUp, with_day: bool) -> str:
    """Their time and town; with their day where it is another than ours."""
    zone = promise.time_zone or "UTC"
    place = place_of(zone, promise.lead.city)
    time = time_in(moment, zone)
    here, there = (
        moment.astimezone(reader_zone()).date(),
        moment.astimezone(clock.zone(zone)).date(),
    )
    if here != there or with_day:
        time = f"{near_day_in(moment, zone)}, {time}"
    return _("%(time)s in %(place)s", time=time, place=place)


def _until(left: timedelta) -> str:
    return _("In %(time)s", time=span_words(left))


def span_words(span: timedelta) -> str:
    """A length in its largest whole unit: "6 min", "2 h", "3 days"."""
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 60:
        return duration_words(minutes * 60)
    if minutes < 48 * 60:
        return duration_words(minutes // 60 * 3600)
    return _("%(n)s days", n=minutes // 1440)


def _note(
    agreed: FollowUp | FollowUpMove, promise: FollowUp, state: PromiseState, zone: tzinfo
) -> str:
    if state is PromiseState.MOVED:
        return _("they asked, now %(when)s", when=_day_or_time(promise.due_at, agreed.due_at, zone))
    if agreed.kept_at is not None:
        return _called(agreed, promise, zone)
    if state is PromiseState.RELEASED:
        return _("they asked for it")
    if state is PromiseState.BROKEN:
        return promise.closed_reason if agreed is promise else ""
    if promise.queue_item is not None and (words := _where(promise.queue_item, promise)):
        return words
    return span_words(clock.now() - promise.due_at) if state is PromiseState.OVERDUE else ""


def _day_or_time(moment: datetime, former: datetime, zone: tzinfo) -> str:
    same_day = moment.astimezone(zone).date() == former.astimezone(zone).date()
    return time_in(moment, zone) if same_day else near_day_in(moment, zone)


def _called(agreed: FollowUp | FollowUpMove, promise: FollowUp, zone: tzinfo) -> str:
    """How late the call was, by whom if not by its owner, and when it is tried again."""
    late = lateness(agreed)
    parts = [_("on time")]
    if late >= timedelta(minutes=1):
        parts = [_("%(time)s late", time=span_words(late))]
    elif late <= timedelta(minutes=-1):
        parts = [_("%(time)s early", time=span_words(-late))]
    if agreed.kept_by is not None and agreed.kept_by_id != promise.owner_id:
        parts.append(_("called by %(name)s", name=agreed.kept_by.name))
    if agreed is promise and promise.is_open and promise.queue_item is not None:
        again = promise.queue_item.not_before
        parts.append(_("nobody answered, again %(when)s", when=_again(again, zone)))
    return ", ".join(parts)


def _again(moment: datetime, zone: tzinfo) -> str:
    if moment <= clock.now():
        return _("now")
    return _("%(day)s at %(time)s", day=near_day_in(moment, zone), time=time_in(moment, zone))


def _where(item: QueueItem, promise: FollowUp) -> str:
    if item.state is QueueState.CLAIMED:
        return _("on a desk now")
    return _("offered to the team") if promise.offered_at is not None else ""


def _can_open(item: QueueItem | None, reader: User) -> bool:
    """Whether the call can be put on the reader's desk now, or lies there already."""
    if item is None:
        return False
    if item.state is QueueState.CLAIMED:
        return item.claimed_by_id == reader.id
    owner, team = owner_of_pool(item.pool), team_of_pool(item.pool)
    is_theirs = owner == reader.id or (team is not None and team == reader.team_id)
    return item.state is QueueState.READY and is_theirs


def _is_free_for(item: QueueItem | None, reader: User) -> bool:
    """Whether it lies on no desk but the reader's."""
    claimed = item is not None and item.state is QueueState.CLAIMED
    return not claimed or item.claimed_by_id == reader.id
