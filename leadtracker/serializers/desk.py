"""The call desk as one value: what is on it, in which state, and everything a card shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    Lead,
    Order,
    Phone,
    Promotion,
    User,
)
from leadtracker.queries import activities as find_activities
from leadtracker.queries import calls as find_calls
from leadtracker.queries import follow_ups as find_follow_ups
from leadtracker.queries import orders as find_orders
from leadtracker.queries import promotions as find_promotions
from leadtracker.serializers.call_bar import CallBar, call_bar
from leadtracker.serializers.dial_words import (
    WindowWords,
    window_words,
)
from leadtracker.serializers.due_readings import DueWords, reading_of
from leadtracker.serializers.lead_window import window_for
from leadtracker.serializers.outcome_keys import OutcomeChoice, outcome_groups
from leadtracker.serializers.timeline import TimelineLine, timeline_of
from leadtracker.services import outcome_sets
from leadtracker.services.power import NOTHING, Onward
from leadtracker.telephony.interface import Telephony
from leadtracker.templating.wording import date_words, reader_zone


@dataclass(frozen=True)
class PhoneChoice:
    """A number of the lead, and whether it may be dialled at all."""

    phone: Phone
    blocked: bool
    chosen: bool


@dataclass(frozen=True)
class Desk:
    """Everything on the desk."""

    bar: CallBar
    phones: list[PhoneChoice]
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
        """The calling-window badge."""
        return window_words_of(self.lead, self.bar.answer)

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


def desk_of(user: User, *, telephony: Telephony, onward: Onward = NOTHING) -> Desk:
    """The whole desk, after what :func:`call_bar` calls ``onward``."""
    bar = call_bar(user, telephony=telephony, onward=onward)
    lead = bar.lead
    promotion = _promotion(bar)
    return Desk(
        bar=bar,
        phones=_phone_choices(lead, bar) if lead else [],
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
    about = bar.item or bar.call
    return find_promotions.promotion_of_desk(about.promotion_id) if about else None


def _phone_choices(lead: Lead, bar: CallBar) -> list[PhoneChoice]:
    return [
        PhoneChoice(phone, blocked=phone.e164 in bar.blocked, chosen=phone is bar.phone)
        for phone in lead.phones
        if phone.e164
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


def window_words_of(lead: Lead, answer: DialAnswer | None) -> WindowWords:
    """The calling-window badge as it is now; a do-not-call number needs no clock."""
    if is_blocked_for_good(answer):
        return WindowWords("no", _("Do not call"), "")
    return window_words(window_of(lead), city=lead.city)
