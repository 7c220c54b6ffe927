"""Hanging up, and clearing the lines of a call that is over."""

from collections.abc import Mapping

import structlog

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import WhoEnded
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Call, CallLeg, User
from leadtracker.queries import calls as find
from leadtracker.services.calls._standing import lock_call, lock_leg, restate
from leadtracker.telephony.interface import (
    LegReport,
    Telephony,
    TelephonyRefused,
    TelephonyUnreachable,
)

log = structlog.get_logger()


def hang_up(call: Call, *, by: User, telephony: Telephony) -> None:
    """End the call at the coordinator's wish. Who ended it is written before the provider is asked.

    Raises ``RuleViolation`` when the call is a colleague's. A call that is over already stays so.
    """
    if call.user_id != by.id:
        raise RuleViolation(N_("This call is a colleague's."))
    cut_short(lock_call(call.id))
    db.session.commit()
    clear_lines(call.id, telephony=telephony)


def cut_short(call: Call) -> None:
    """In the caller's transaction, of a call it has locked: the coordinator wants it to be over."""
    if call.has_ended:
        return
    call.hung_up = True
    call.who_ended = call.who_ended or WhoEnded.COORDINATOR_BUTTON
    restate(call)


def clear_lines(call_id: int, *, telephony: Telephony) -> None:
    """Hang up what is still open of a call that has ended: nobody is left ringing or waiting."""
    wanted = find.open_lines_of_ended(call_id)
    db.session.commit()
    if heard := _hang_up_legs(call_id, wanted, telephony):
        call = lock_call(call_id)
        for leg in call.legs:
            if leg.id in heard:
                _learn(leg, heard[leg.id])
        restate(call)
        db.session.commit()


def _hang_up_legs(
    call_id: int, wanted: Mapping[int, str], telephony: Telephony
) -> dict[int, LegReport]:
    """What the provider says of each leg it hung up; the poller asks about the others."""
    heard = {}
    for leg_id, provider_id in wanted.items():
        try:
            heard[leg_id] = telephony.hang_up(provider_id)
        except (TelephonyRefused, TelephonyUnreachable):
            log.warning("hang_up_failed", call_id=call_id, leg_id=leg_id)
    return heard


def apply_report(call_id: int, leg_id: int, report: LegReport) -> None:
    """What the provider says of a leg when asked, applied like anything heard."""
    call, leg = lock_leg(call_id, leg_id)
    leg.provider_id = leg.provider_id or report.provider_id
    _learn(leg, report)
    restate(call)
    db.session.commit()


def _learn(leg: CallLeg, report: LegReport) -> None:
    if report.duration_seconds is not None:
        leg.duration_seconds = report.duration_seconds
    facts = leg.facts.with_status(report.status, duration_seconds=report.duration_seconds)
    leg.learn(facts, at=clock.now())
