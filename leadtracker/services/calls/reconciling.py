"""Asking the provider about calls we have heard nothing of: messages get lost, processes die.

The intervals are those of the telephony contract (§5): a ringing line is asked about when it should
have given up, a conversation every ten minutes, and a line whose id never reached us is given up
after a minute, having been looked for since the request for it must have come back.
"""

from datetime import datetime, timedelta

import structlog

from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.calls import LegRole, LegStatus
from leadtracker.models import Call, CallLeg
from leadtracker.queries import calls as find
from leadtracker.services.calls.ending import apply_report, clear_lines
from leadtracker.services.calls.placing import ring_lead
from leadtracker.telephony import get_telephony
from leadtracker.telephony.interface import LegReport, Telephony, TelephonyError

log = structlog.get_logger()

#: A line rings for 25 s; after so much more without a word it is asked about.
SILENT_RINGING = timedelta(seconds=45)
SILENT_TALKING = timedelta(minutes=10)

#: A request for a line comes back within 10 s or not at all. Until ``NEVER_NAMED`` the provider may
#: still come upon a line that it does not list yet.
UNNAMED = timedelta(seconds=15)
NEVER_NAMED = timedelta(seconds=60)

#: The coordinator is in the room and nobody has rung the lead: a process died in between.
LEAD_FORGOTTEN = timedelta(seconds=10)


def reconcile() -> int:
    """Bring calls whose messages were lost to where they really stand; returns how many were asked.

    For the scheduler. Whatever is learnt is applied like any message, so asking twice is harmless.
    """
    telephony, now = get_telephony(), clock.now()
    with reading():
        doubtful = [
            (call.id, leg.id)
            for call in db.session.scalars(find.calls_with_open_lines())
            for leg in call.legs
            if _is_doubtful(leg, now)
        ]
        forgotten = [
            call.id for call in db.session.scalars(find.unfinished_calls()) if _waits(call, now)
        ]
        db.session.rollback()
    for call_id, leg_id in doubtful:
        _ask_about(call_id, leg_id, telephony)
    for call_id in forgotten:
        ring_lead(call_id, telephony=telephony)
    return len(doubtful) + len(forgotten)


def _is_doubtful(leg: CallLeg, now) -> bool:
    if leg.status.is_final:
        return False
    if leg.provider_id is None:
        return now - leg.created_at > UNNAMED
    talking = leg.status is LegStatus.IN_PROGRESS and not leg.call.has_ended
    return now - leg.heard_at > (SILENT_TALKING if talking else SILENT_RINGING)


def _waits(call: Call, now) -> bool:
    agent = call.leg(LegRole.AGENT)
    return (
        agent is not None
        and agent.joined
        and call.leg(LegRole.LEAD) is None
        and now - agent.heard_at > LEAD_FORGOTTEN
    )


def _ask_about(call_id: int, leg_id: int, telephony: Telephony) -> None:
    leg = db.session.get(CallLeg, leg_id)
    provider_id, to, caller_id = leg.provider_id, leg.to_e164, leg.call.caller_id
    asked_at = leg.created_at
    db.session.rollback()
    try:
        if provider_id is not None:
            report = telephony.fetch_leg(provider_id)
        else:
            since = asked_at - timedelta(seconds=5)
            found = telephony.find_legs(to=to, caller_id=caller_id, since=since)
            report = found[0] if found else _report_of_no_line(asked_at)
    except TelephonyError:
        log.warning("provider_silent", call_id=call_id, leg_id=leg_id)
        return
    if report is None:
        return
    apply_report(call_id, leg_id, report)
    clear_lines(call_id, telephony=telephony)
    log.info("line_reconciled", call_id=call_id, leg_id=leg_id, status=report.status)


def _report_of_no_line(asked_at: datetime) -> LegReport | None:
    """What it means that no line is listed: nothing yet, and after a while that there is none."""
    is_given_up = clock.now() - asked_at > NEVER_NAMED
    return LegReport(None, LegStatus.FAILED) if is_given_up else None
