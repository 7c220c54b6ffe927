"""Ringing the coordinator, then the lead."""

from collections.abc import Callable

import structlog
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from leadtracker.db import db
from leadtracker.domain import clock, phones
from leadtracker.domain.calls import CallState, LegRole, LegStatus
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Call, CallLeg, Lead, Phone, QueueItem, User
from leadtracker.queries import calls as find
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.services import _activity, gate, queue
from leadtracker.services.calls._promises import forget_call, note_call
from leadtracker.services.calls._standing import lock_call, lock_leg, restate, tell
from leadtracker.services.calls.ending import clear_lines
from leadtracker.telephony.interface import (
    LegPlaced,
    Telephony,
    TelephonyRefused,
    TelephonyUnreachable,
)

log = structlog.get_logger()


def place_call(
    lead: Lead,
    phone: Phone,
    *,
    by: User,
    request_id: str,
    telephony: Telephony,
    item: QueueItem | None = None,
) -> Call:
    """Ask the gate, write the call down, and ring the coordinator, whose answer rings the lead.

    The same ``request_id`` again is the same press: the call it made is returned. Raises
    ``gate.DialBlocked`` when the gate says no, ``RuleViolation`` when the coordinator owes an
    outcome, is on a call, has no telephone to ring, or has not the lead on their desk.
    """
    queue.lock_desk(by)
    if known := find.find_call_by_request(request_id):
        return known
    _require_free_to_dial(by)
    with db.session.no_autoflush:
        gate.require(lead, phone.e164 or "", by=by, telephony=telephony)
        _require_on_desk(item, by)
        call = _write_down(
            lead, phone, by=by, request_id=request_id, item=item, telephony=telephony
        )
    log.info("call_started", call_id=call.id, lead_id=lead.id, number=phones.mask(call.phone_e164))
    _ring_coordinator(call, telephony)
    return call


def dial_by_itself(
    item: QueueItem, *, by: User, request_id: str, telephony: Telephony
) -> Call | None:
    """Power mode: dial the lead that has just come onto the desk.

    None when it may not be dialled: the desk says why, and the coordinator decides.
    """
    phone = find_blocks.find_callable_phone(item.lead_id)
    if phone is None:
        return None
    try:
        return place_call(
            item.lead, phone, by=by, request_id=request_id, telephony=telephony, item=item
        )
    except (gate.DialBlocked, RuleViolation):
        return None


def _require_on_desk(item: QueueItem | None, by: User) -> None:
    """A lead is dialled from the desk it lies on: a stale page dials nobody else's."""
    if item is not None:
        queue.require_claimed(item, by)


def _require_free_to_dial(by: User) -> None:
    queue.refuse_while_unsettled(by)
    if not by.phone:
        raise RuleViolation(
            N_("Your own telephone number is missing. Add it under your name, then dial.")
        )


def _write_down(
    lead: Lead,
    phone: Phone,
    *,
    by: User,
    request_id: str,
    item: QueueItem | None,
    telephony: Telephony,
) -> Call:
    promotion = item.promotion if item else None
    script = promotion.script.latest if promotion else None
    call = Call(
        request_id=request_id,
        lead=lead,
        phone_e164=phone.e164,
        caller_id=(promotion.caller_id if promotion else "") or telephony.caller_id,
        user=by,
        queue_item=item,
        promotion=promotion,
        script_version_id=script.id if script else None,
        state=CallState.DIALING_AGENT,
        legs=[CallLeg(role=LegRole.AGENT, to_e164=by.phone)],
    )
    db.session.add(call)
    db.session.flush()
    _activity.record("call_started", by=by.id, lead=lead.id, call=call.id, number=phone.e164)
    tell(call)
    db.session.commit()
    return call


def _ring_coordinator(call: Call, telephony: Telephony) -> None:
    leg = call.leg(LegRole.AGENT)
    _place(call, leg, lambda: gate.ring_agent(call, leg, telephony=telephony))


def ring_lead(call_id: int, *, telephony: Telephony) -> None:
    """The coordinator is in the room: ring the lead, once, if the gate still says yes.

    From that moment on the call counts for the promise it is for.

    Two messages may say so at the same time; the unique leg row lets one of them through. Harmless
    to call at any other moment too.
    """
    call = lock_call(call_id)
    agent = call.leg(LegRole.AGENT) if call else None
    ready = call and not call.has_ended and agent.joined and call.leg(LegRole.LEAD) is None
    if not ready:
        db.session.rollback()
        return
    leg = CallLeg(role=LegRole.LEAD, to_e164=call.phone_e164)
    call.legs.append(leg)
    try:
        db.session.flush()
        restate(call)
        note_call(call)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return
    try:
        _place(call, leg, lambda: gate.ring_lead(call, leg, telephony=telephony))
    except gate.DialBlocked as blocked:
        _end_blocked(call.id, blocked)
    clear_lines(call.id, telephony=telephony)


def _place(call: Call, leg: CallLeg, ring: Callable[[], LegPlaced]) -> None:
    """Have the provider ring somebody and keep what it answered; messages may have come before."""
    call_id, leg_id = call.id, leg.id
    try:
        placed = ring()
    except TelephonyRefused as refusal:
        call, leg = lock_leg(call_id, leg_id)
        leg.error_code = refusal.code
        call.trouble = (refusal.message % refusal.params)[:300]
        leg.learn(leg.facts.with_refusal(), at=clock.now())
        log.warning("dial_refused", call_id=call_id, role=leg.role, code=refusal.code)
    except TelephonyUnreachable:
        # Whether it was placed is not known: the call identifies itself, or the poller finds it.
        log.warning("provider_unreachable", call_id=call_id, leg_id=leg_id)
        return
    else:
        if _note_placed(call, leg, placed):
            return
        call, leg = lock_leg(call_id, leg_id)
        leg.provider_id = leg.provider_id or placed.provider_id
        leg.learn(leg.facts.with_status(placed.status), at=clock.now())
    restate(call)
    db.session.commit()


def _note_placed(call: Call, leg: CallLeg, placed: LegPlaced) -> bool:
    """Keep the provider's name of the leg, if no message has overtaken its answer.

    By compare-and-set: a leg that was only created now waits at the provider, and nothing else
    about the call has changed. That is what happens nearly always, and it is quick.
    """
    if placed.status.is_final:
        return False
    news = {"provider_id": placed.provider_id, "status": placed.status, "heard_at": clock.now()}
    noted = db.session.execute(
        update(CallLeg.__table__)
        .where(
            CallLeg.id == leg.id,
            CallLeg.status == LegStatus.CREATING,
            CallLeg.provider_id.is_(None),
        )
        .values(**news)
    )
    if noted.rowcount == 0:
        db.session.commit()
        return False
    for name, value in news.items():
        set_committed_value(leg, name, value)
    tell(call)
    db.session.commit()
    return True


def _end_blocked(call_id: int, blocked: gate.DialBlocked) -> None:
    call = lock_call(call_id)
    call.blocked = True
    leg = call.leg(LegRole.LEAD)
    db.session.delete(leg)
    call.legs.remove(leg)
    forget_call(call)
    restate(call)
    db.session.commit()
    log.info("call_blocked", call_id=call_id, reason=blocked.answer.headline.code)
