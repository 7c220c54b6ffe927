"""Leads as their list and their page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain import clock
from leadtracker.domain.dial_gate import WindowBadge, WindowState
from leadtracker.models import Call, FollowUp, Lead, Outcome, Phone
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.queries import lead_rows as find
from leadtracker.queries.leads import COUNTED_UP_TO, PAGE_SIZE, LeadFilter
from leadtracker.serializers.lead_window import window_for
from leadtracker.templating.wording import ago, near_day_in, number, reader_zone, time_in

_ICONS = {
    OutcomeCategory.NOT_REACHED: "phone-x",
    OutcomeCategory.REACHED: "phone-call",
    OutcomeCategory.SUCCESS: "circle-check",
    OutcomeCategory.STOP: "phone-off",
}


@dataclass(frozen=True)
class LastOutcome:
    """What came of the latest call."""

    icon: str
    label: str
    when: str


@dataclass(frozen=True)
class NextStep:
    """What happens next, when, and how pressing it is (bad, warn or nothing)."""

    label: str
    when: str
    tone: str


@dataclass(frozen=True)
class TheirTime:
    """Their clock and whether it allows a call: the dot's tone, the time, the words beside it."""

    dot: str
    time: str
    words: str


@dataclass(frozen=True)
class LeadRow:
    """A lead and what stands beside it in the list."""

    lead: Lead
    phone: Phone | None
    blocked: bool
    last: LastOutcome | None
    step: NextStep | None
    their: TheirTime


def lead_rows(leads: Sequence[Lead]) -> list[LeadRow]:
    """The rows of one page, with a fixed number of queries."""
    if not leads:
        return []
    numbers = [phone.e164 for lead in leads for phone in lead.phones if phone.e164]
    blocked = find_blocks.blocked_among(numbers) if numbers else set()
    outcomes, promises = find.last_outcomes(leads), find.next_promises(leads)
    tries, now = find.next_tries(leads), clock.now()
    return [
        _row(lead, blocked, outcomes.get(lead.id), promises.get(lead.id), tries.get(lead.id), now)
        for lead in leads
    ]


def _row(lead: Lead, blocked, outcome, promise, tried, now: datetime) -> LeadRow:
    callable_ = [phone for phone in lead.phones if phone.e164 and phone.e164 not in blocked]
    phone = next(iter(callable_), lead.first_dialable)
    is_blocked = phone is not None and not callable_
    return LeadRow(
        lead=lead,
        phone=phone,
        blocked=is_blocked,
        last=_last(*outcome) if outcome else None,
        step=_promised(promise, now) if promise else _tried(*tried) if tried else None,
        their=their_time(window_for(lead, now), blocked=is_blocked),
    )


def _last(call: Call, outcome: Outcome) -> LastOutcome:
    when = near_day_in(call.outcome_at or call.started_at, reader_zone())
    return LastOutcome(_ICONS[outcome.category], outcome.label, when)


def _promised(promise: FollowUp, now: datetime) -> NextStep:
    callback = promise.kind is FollowUpKind.CALLBACK
    late = promise.due_at < now
    today = near_day_in(promise.due_at, reader_zone()) == near_day_in(now, reader_zone())
    return NextStep(
        _("Call back") if callback else _("Follow up"),
        ago(promise.due_at),
        "bad" if late else "warn" if today else "",
    )


def _tried(promotion: str, attempts: int) -> NextStep:
    if attempts == 0:
        return NextStep(promotion, _("first try"), "")
    tries = ngettext("tried %(num)s time", "tried %(num)s times", attempts)
    return NextStep(promotion, tries, "")


def their_time(badge: WindowBadge, *, blocked: bool) -> TheirTime:
    """The last column of the list."""
    if badge.state is WindowState.UNKNOWN:
        return TheirTime("off", "", _("time unknown"))
    local = time_in(badge.local_time, badge.zone)
    if blocked:
        return TheirTime("bad", local, _("do not call"))
    if not badge.is_open:
        return TheirTime("off", local, _opens(badge))
    if badge.closes_at is None:
        return TheirTime("ok", local, "")
    if badge.state is WindowState.CLOSING:
        return TheirTime("warn", local, _("closes %(when)s", when=ago(badge.closes_at)))
    return TheirTime("ok", local, _("until %(time)s", time=_clock(badge.closes_at, badge)))


def _opens(badge: WindowBadge) -> str:
    if badge.opens_at is None:
        return _("closed")
    minutes = (badge.opens_at - clock.now()).total_seconds() / 60
    if minutes < 60:
        return _("opens %(when)s", when=ago(badge.opens_at))
    return _("opens %(time)s", time=_clock(badge.opens_at, badge))


def _clock(moment: datetime, badge: WindowBadge) -> str:
    return time_in(moment, badge.zone, brief=True)


@dataclass(frozen=True)
class LeadPage:
    """Which part of the matching leads is shown; ``total`` is None when it was not counted on."""

    number: int
    shown: int
    counted: int

    @classmethod
    def of(cls, wanted: LeadFilter, *, shown: int, counted: int) -> "LeadPage":
        return cls(wanted.page, shown, counted)

    @property
    def total(self) -> int | None:
        return self.counted if self.counted <= COUNTED_UP_TO else None

    @property
    def total_words(self) -> str:
        """The count as it is told: "1,284 leads", "10,000+ leads"."""
        if self.total is None:
            return _("%(count)s+ leads", count=number(COUNTED_UP_TO))
        return ngettext("%(count)s lead", "%(count)s leads", self.total, count=number(self.total))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1 if self.shown else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE_SIZE + self.shown

    @property
    def has_prev(self) -> bool:
        return self.number > 1

    @property
    def prev_num(self) -> int | None:
        """None leads to the first page, whose address names no page."""
        return self.number - 1 if self.number > 2 else None

    @property
    def has_next(self) -> bool:
        return self.last < self.counted if self.total is not None else self.shown == PAGE_SIZE

    @property
    def next_num(self) -> int:
        return self.number + 1
