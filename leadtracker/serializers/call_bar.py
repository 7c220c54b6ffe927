"""The bar under the lead's name: where the desk stands, and what may be done about the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from leadtracker.domain import clock
from leadtracker.domain.dial_gate import (
    DialAnswer,
)
from leadtracker.domain.queue import QueueState
from leadtracker.models import (
    Call,
    Lead,
    Phone,
    PresenceSpan,
    QueueItem,
    User,
)
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.queries import presence as find_presence
from leadtracker.queries import queue as find_queue
from leadtracker.serializers.dial_words import (
    BlockWords,
    block_words,
)
from leadtracker.services import gate
from leadtracker.services.power import NOTHING, Onward
from leadtracker.telephony.interface import Telephony

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
class CallBar:
    """What the bar under the lead's name needs, and nothing of the rest of the desk."""

    state: DeskState
    lead: Lead | None
    item: QueueItem | None
    call: Call | None
    phone: Phone | None
    blocked: set[str]
    answer: DialAnswer | None
    caller_id: str
    needs_own_phone: bool
    request_id: str
    user: User
    span: PresenceSpan | None
    breath_seconds: int | None

    @property
    def held(self) -> QueueItem | None:
        """What lies on the desk: an item that a call settled meanwhile does not."""
        return self.item if self.item and self.item.state is QueueState.CLAIMED else None

    @property
    def draft(self) -> dict:
        """What has been written of the wrap-up: note, outcome and follow_up."""
        return self.call.draft if self.call else {}

    @property
    def block_words(self) -> BlockWords:
        """Why dialling is blocked, in words."""
        return block_words(self.answer, name=self.lead.name, city=self.lead.city)


def call_bar(
    user: User,
    *,
    telephony: Telephony,
    phone_id: int | None = None,
    onward: Onward = NOTHING,
) -> CallBar:
    """The bar of the user's desk: their unsettled call first, else what they have claimed.

    ``onward`` is what followed an outcome: a call just dialled, or a breath to count down.
    """
    call = onward.call or find_queue.find_unsettled_call(user)
    item = call.queue_item if call else find_queue.find_claimed(user)
    lead = call.lead if call else item.lead if item else None
    blocked = _blocked_numbers(lead) if lead else set()
    phone = _chosen_phone(lead, phone_id, blocked) if lead else None
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
        blocked=blocked,
        answer=answer,
        caller_id=(promotion.caller_id if promotion else "") or telephony.caller_id,
        needs_own_phone=not user.phone,
        request_id=str(uuid4()),
        user=user,
        span=span,
        breath_seconds=onward.breath_seconds if state is DeskState.READY else None,
    )


def _blocked_numbers(lead: Lead) -> set[str]:
    return find_blocks.blocked_among([phone.e164 for phone in lead.phones if phone.e164])


def _chosen_phone(lead: Lead, phone_id: int | None, blocked: set[str]) -> Phone | None:
    """The number asked for, else the first that is not blocked, else the first there is."""
    dialable = [phone for phone in lead.phones if phone.e164]
    asked = (phone for phone in dialable if phone.id == phone_id)
    callable_ = (phone for phone in dialable if phone.e164 not in blocked)
    return next(asked, None) or next(callable_, None) or lead.first_dialable


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
