"""Asking the provider about calls we have heard nothing of: messages get lost, processes die.

The intervals are those of the telephony contract (§5): a ringing line is asked about when it should
have given up, a conversation every ten minutes, and a line whose id never reached us is given up
after a minute, having been looked for since the request for it must have come back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

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

#: The provider's clock may be so much behind ours.
CLOCKS_DIFFER = timedelta(seconds=5)

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
    _do_each(
        [partial(_ask_about, call_id, leg_id, telephony) for call_id, leg_id in doubtful]
        + [partial(ring_lead, call_id, telephony=telephony) for call_id in forgotten]
    )
    return len(doubtful) + len(forgotten)


def _do_each(deeds: list[Callable[[], None]]) -> None:
    """One call that cannot be helped holds up no other; the job has failed all the same."""
    failures = []
    for deed in deeds:
        try:
            deed()
        except Exception as failure:
            db.session.rollback()
            failures.append(failure)
    if failures:
        raise ExceptionGroup("calls were not reconciled", failures)


def _is_doubtful(leg: CallLeg, now) -> bool:
    if leg.status.is_final:
        return False
    if leg.provider_id is None:
        return abs(now - leg.created_at) > UNNAMED
    talking = leg.status is LegStatus.IN_PROGRESS and not leg.call.has_ended
    # Heard of in the future: the clock has been put back since.
    return abs(now - leg.heard_at) > (SILENT_TALKING if talking else SILENT_RINGING)


def _waits(call: Call, now) -> bool:
    agent = call.leg(LegRole.AGENT)
    return (
        agent is not None
        and agent.joined
        and call.leg(LegRole.LEAD) is None
        and abs(now - agent.heard_at) > LEAD_FORGOTTEN
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
            since = asked_at - CLOCKS_DIFFER
            found = telephony.find_legs(to=to, caller_id=caller_id, since=since)
            report = _own_line(found, leg_id, to) or _report_of_no_line(asked_at)
    except TelephonyError:
        log.warning("provider_silent", call_id=call_id, leg_id=leg_id)
        return
    if report is None:
        return
    apply_report(call_id, leg_id, report)
    clear_lines(call_id, telephony=telephony)
    log.info("line_reconciled", call_id=call_id, leg_id=leg_id, status=report.status)


def _own_line(found: list[LegReport], leg_id: int, to: str) -> LegReport | None:
    """The line that was asked for: one that no other leg is known to have.

    The same number may have been rung again in the meantime, by the next press or a colleague:
    whatever was made after that is not ours.
    """
    known = find.known_provider_ids([line.provider_id for line in found])
    next_at = find.next_ringing_of(to, after=leg_id)
    db.session.rollback()
    own = [
        line
        for line in found
        if line.provider_id not in known and not _is_later(line.created_at, next_at)
    ]
    return min(own, key=lambda line: line.created_at or clock.now(), default=None)


def _is_later(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment > other


def _report_of_no_line(asked_at: datetime) -> LegReport | None:
    """What it means that no line is listed: nothing yet, and after a while that there is none."""
    is_given_up = abs(clock.now() - asked_at) > NEVER_NAMED
    return LegReport(None, LegStatus.FAILED) if is_given_up else None
