"""The call desk as one value: what is on it, in which state, and everything a card shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from flask import current_app
from flask_babel import gettext as _

from leadtracker.db import db
from leadtracker.domain import clock, scripts
from leadtracker.domain.dial_gate import (
    DialAnswer,
    ReasonCode,
    WindowBadge,
)
from leadtracker.models import (
    Call,
    Lead,
    Order,
    Phone,
    PresenceSpan,
    Promotion,
    QueueItem,
    User,
)
from leadtracker.queries import activities as find_activities
from leadtracker.queries import calls as find_calls
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.queries import follow_ups as find_follow_ups
from leadtracker.queries import orders as find_orders
from leadtracker.queries import presence as find_presence
from leadtracker.queries import queue as find_queue
from leadtracker.serializers.dial_words import (
    BlockWords,
    WindowWords,
    block_words,
    window_words,
)
from leadtracker.serializers.due_readings import DueWords, reading_of
from leadtracker.serializers.lead_window import window_for
from leadtracker.serializers.outcome_keys import OutcomeChoice, outcome_groups
from leadtracker.serializers.timeline import TimelineLine, timeline_of
from leadtracker.services import gate, outcome_sets
from leadtracker.telephony.interface import Telephony
from leadtracker.templating.wording import date_words, reader_zone

#: After this long a missing outcome is told as owed, not as the wrap-up one has just begun.
WRAP_UP_SECONDS = 45


class DeskState(StrEnum):
    """What the page shows; the same words stand in the style sheet's ``data-call``."""

    READY = "ready"
    LIVE = "live"
    WRAP = "wrap"
    OWED = "owed"
    BLOCKED = "blocked"
    EMPTY = "empty"
    REST = "rest"


@dataclass(frozen=True)
class PhoneChoice:
    """A number of the lead, and whether it may be dialled at all."""

    phone: Phone
    blocked: bool
    chosen: bool


@dataclass(frozen=True)
class CallBar:
    """What the bar under the lead's name needs, and nothing of the rest of the desk."""

    state: DeskState
    lead: Lead | None
    item: QueueItem | None
    call: Call | None
    phone: Phone | None
    answer: DialAnswer | None
    caller_id: str
    needs_own_phone: bool
    request_id: str
    user: User
    span: PresenceSpan | None
    breath_seconds: int | None

    @property
    def draft(self) -> dict:
        """What has been written of the wrap-up: note, outcome and follow_up."""
        return self.call.draft if self.call else {}

    @property
    def block_words(self) -> BlockWords:
        """Why dialling is blocked, in words."""
        return block_words(self.answer, name=self.lead.name, city=self.lead.city)


@dataclass(frozen=True)
class Desk:
    """Everything on the desk."""

    bar: CallBar
    phones: list[PhoneChoice]
    window: WindowBadge | None
    promotion: Promotion | None
    steps: list[dict]
    outcome_groups: list[tuple[str, list[OutcomeChoice]]]
    timeline: list[TimelineLine]
    orders: list[Order]
    promises: list
    totals: dict

    @property
    def lead(self) -> Lead | None:
        return self.bar.lead

    @property
    def window_words(self) -> WindowWords:
        """The calling-window badge; a do-not-call number needs no clock."""
        if is_blocked_for_good(self.bar.answer):
            return WindowWords("no", _("Do not call"), "")
        return window_words(self.window, city=self.lead.city)

    @property
    def due_reading(self) -> DueWords | None:
        """What the follow-up in the draft means; None without one."""
        said = self.bar.draft.get("follow_up", "")
        return reading_of(said, self.lead) if said else None

    @property
    def same_time_tomorrow(self) -> str:
        """The follow-up offered with "Call back", in the words of its field and their time."""
        local = clock.now().astimezone(clock.zone(self.lead.time_zone or "UTC"))
        return f"tomorrow {local:%H:%M}"


def call_bar(
    user: User,
    *,
    telephony: Telephony,
    phone_id: int | None = None,
    breath_seconds: int | None = None,
) -> CallBar:
    """The bar of the user's desk: their unsettled call first, else what they have claimed.

    With ``breath_seconds`` the page dials by itself when they have passed.
    """
    call = find_queue.find_unsettled_call(user)
    item = call.queue_item if call else find_queue.find_claimed(user)
    lead = call.lead if call else item.lead if item else None
    phone = _chosen_phone(lead, phone_id) if lead else None
    answer = None
    if lead and call is None:
        answer = gate.answer_for(lead, phone.e164 if phone else "", telephony=telephony)
    promotion = item.promotion if item else None
    span = find_presence.find_open_span(user)
    state = _state(call, lead, answer, span)
    return CallBar(
        state=state,
        lead=lead,
        item=item,
        call=call,
        phone=phone,
        answer=answer,
        caller_id=(promotion.caller_id if promotion else "") or telephony.caller_id,
        needs_own_phone=not user.phone,
        request_id=str(uuid4()),
        user=user,
        span=span,
        breath_seconds=breath_seconds if state is DeskState.READY else None,
    )


def _chosen_phone(lead: Lead, phone_id: int | None) -> Phone | None:
    """The number asked for, else the first that is not blocked, else the first there is."""
    asked = next((phone for phone in lead.phones if phone.id == phone_id and phone.e164), None)
    return asked or find_blocks.find_callable_phone(lead.id) or lead.first_dialable


def _state(
    call: Call | None, lead: Lead | None, answer: DialAnswer | None, span: PresenceSpan | None
) -> DeskState:
    if call is not None and not call.has_ended:
        return DeskState.LIVE
    if call is not None:
        fresh = clock.now() - call.ended_at < timedelta(seconds=WRAP_UP_SECONDS)
        return DeskState.WRAP if fresh else DeskState.OWED
    if span is not None and span.is_rest:
        return DeskState.REST
    if lead is None:
        return DeskState.EMPTY
    return DeskState.READY if answer and answer.may_dial else DeskState.BLOCKED


def desk_of(user: User, *, telephony: Telephony, breath_seconds: int | None = None) -> Desk:
    """The whole desk; with ``breath_seconds`` the page dials by itself when they have passed."""
    bar = call_bar(user, telephony=telephony, breath_seconds=breath_seconds)
    lead = bar.lead
    promotion = _promotion(bar)
    return Desk(
        bar=bar,
        phones=_phone_choices(lead, bar.phone) if lead else [],
        window=window_of(lead) if lead else None,
        promotion=promotion,
        steps=script_steps(promotion, lead, user) if promotion and lead else [],
        outcome_groups=outcome_groups(
            promotion.outcome_set if promotion else outcome_sets.default_set()
        ),
        timeline=timeline_of(find_activities.timeline_of(lead), lead.time_zone or "UTC")
        if lead
        else [],
        orders=list(db.session.scalars(find_orders.orders_of_lead(lead.id).limit(20)))
        if lead
        else [],
        promises=find_follow_ups.open_of_lead(lead) if lead else [],
        totals=totals_of(user),
    )


def _promotion(bar: CallBar) -> Promotion | None:
    if bar.item is not None:
        return bar.item.promotion
    return bar.call.promotion if bar.call else None


def _phone_choices(lead: Lead, chosen: Phone | None) -> list[PhoneChoice]:
    dialable = [phone for phone in lead.phones if phone.e164]
    blocked = find_blocks.blocked_among([phone.e164 for phone in dialable])
    return [
        PhoneChoice(
            phone=phone,
            blocked=phone.e164 in blocked,
            chosen=chosen is not None and phone.id == chosen.id,
        )
        for phone in dialable
    ]


def window_of(lead: Lead) -> WindowBadge:
    """Whether the lead may be called now, by the hour."""
    return window_for(lead, clock.now())


def script_steps(promotion: Promotion, lead: Lead, user: User) -> list[dict]:
    """The script's steps with this lead's facts put in: lines as (text, is it a fact) pairs."""
    version = promotion.script.latest
    if version is None:
        return []
    facts = script_facts(promotion, lead, user)
    return [
        {
            "name": step["name"],
            "segments": scripts.render_line(step["line"], facts),
            "cue": step.get("cue", ""),
        }
        for step in version.steps
    ]


def script_facts(promotion: Promotion, lead: Lead, user: User) -> dict[str, str]:
    """What merge fields may say; an empty fact takes the fallback written in the script."""
    return {
        "contact_name": lead.contact_name,
        "first_name": lead.first_name,
        "company": lead.company,
        "city": lead.city,
        "coordinator": user.first_name,
        "our_company": current_app.config["COMPANY_NAME"],
        "promotion": promotion.name,
        "deadline": date_words(promotion.deadline_on, long=True),
    }


def totals_of(user: User) -> dict:
    """The user's figures since midnight in their own zone."""
    midnight = datetime.combine(
        clock.today(reader_zone()), datetime.min.time(), tzinfo=reader_zone()
    )
    return find_calls.day_totals(user, midnight)


def is_blocked_for_good(answer: DialAnswer | None) -> bool:
    """Whether nothing but a person's decision lifts the block, so the lead leaves the queue."""
    return bool(answer and answer.headline and answer.headline.code is ReasonCode.INTERNAL_DNC)
