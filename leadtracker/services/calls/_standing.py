"""Where a call stands, worked out anew from everything known of it."""

from functools import cache

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import (
    EndReason,
    LegFacts,
    LegRole,
    owes_outcome,
    standing_of,
)
from leadtracker.models import Call, CallLeg
from leadtracker.services import _activity, _outbox, presence

log = structlog.get_logger()


def restate(call: Call) -> None:
    """Work out where the call stands from everything known, and tell its coordinator.

    A late message cannot undo an end, but it can say what kind of end it was: that a lead had
    answered, for instance, before the coordinator left.
    """
    agent, lead = call.leg(LegRole.AGENT), call.leg(LegRole.LEAD)
    standing = standing_of(agent.facts, lead.facts if lead else None, call.facts)
    call.changed_at = clock.now()
    tell(call)
    if not call.has_ended:
        call.state = standing.state
    if lead is not None and lead.answered and call.connected_at is None:
        call.connected_at = lead.answered_at or clock.now()
    if standing.has_ended:
        _end(call, standing.end_reason, lead.facts if lead else None)


def _end(call: Call, reason: EndReason, lead: LegFacts | None) -> None:
    first = not call.has_ended
    call.ended_at = call.ended_at or clock.now()
    call.end_reason = reason
    if lead is not None and lead.answered:
        call.talk_seconds = max(int((call.ended_at - call.connected_at).total_seconds()), 0)
    if call.outcome_id is None and call.waived_at is None:
        settled = None if owes_outcome(reason) else call.wrapped_up_at or call.ended_at
        call.wrapped_up_at = settled
    if first:
        _activity.record(
            "call_ended", by=call.user_id, lead=call.lead_id, call=call.id, reason=reason
        )
        log.info("call_ended", call_id=call.id, reason=reason, talk_seconds=call.talk_seconds)


def tell(call: Call) -> None:
    """Its coordinator's tabs, and whoever watches the floor."""
    _outbox.publish(_outbox.to_user(call.user_id), _outbox.CALL_CHANGED, call=call.id)
    presence.tell_floor(call.user)


def lock_call(call_id: int) -> Call | None:
    """The call with its legs as they are now, locked until the transaction ends."""
    return db.session.scalar(_locked_call(), {"call": call_id})


@cache
def _locked_call():
    return (
        select(Call)
        .where(Call.id == bindparam("call"))
        .options(selectinload(Call.legs))
        .with_for_update(of=Call, key_share=True)
        .execution_options(populate_existing=True)
    )


def lock_leg(call_id: int, leg_id: int) -> tuple[Call, CallLeg]:
    call = lock_call(call_id)
    return call, next(leg for leg in call.legs if leg.id == leg_id)
