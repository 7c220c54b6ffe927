"""The dial gate: the only way to the telephone.

Every other path would be a way round the law, so the functions that ring a lead stand here and
nowhere else, and each asks first. An answer that cannot be worked out is a no (fail closed), and
every answer that stood before a dial is kept as evidence.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog

from leadtracker.db import db
from leadtracker.domain import clock, phones, zones
from leadtracker.domain.dial_gate import (
    Decision,
    DialAnswer,
    DialQuestion,
    decide,
    jurisdictions_for,
    refuse,
)
from leadtracker.models import Call, CallLeg, DialDecision, Lead, User
from leadtracker.queries import do_not_call as find
from leadtracker.telephony.interface import LegPlaced, Telephony

log = structlog.get_logger()


@dataclass
class DialBlocked(Exception):
    """The gate said no; ``answer`` says why and when that changes."""

    answer: DialAnswer


def answer_for(lead: Lead, e164: str, *, telephony: Telephony, at: datetime | None = None):
    """What the gate says about calling ``e164`` of ``lead`` at ``at`` (now); nothing is recorded.

    Fails closed: whatever goes wrong inside is a block with its own reason.
    """
    moment = at or clock.now()
    try:
        return decide(_question(lead, e164, moment, telephony))
    except Exception:
        log.exception("gate_failed", lead_id=lead.id)
        return refuse(moment)


def _question(lead: Lead, e164: str, moment: datetime, telephony: Telephony) -> DialQuestion:
    entry = find.find_active_entry(e164)
    return DialQuestion(
        e164=e164,
        moment=moment,
        zones=zones.candidate_zones(
            country=lead.country,
            region=lead.region,
            city=lead.city,
            postal_code=lead.postal_code,
            e164=e164,
        ),
        on_do_not_call=entry is not None,
        do_not_call_since=entry.added_at if entry else None,
        do_not_call_by=entry.added_by.name if entry and entry.added_by else "",
        jurisdictions=jurisdictions_for(lead.country, lead.region, lead.postal_code, e164),
        is_fictional=lead.is_demo or phones.is_fictional(e164),
        real_carrier=not telephony.simulated,
    )


def next_moment(lead: Lead, *, telephony: Telephony) -> datetime | None:
    """When the lead may be called, if nothing but the hour forbids it now."""
    phone = lead.first_dialable
    return answer_for(lead, phone.e164, telephony=telephony).next_allowed_at if phone else None


def ask(lead: Lead, e164: str, *, by: User, telephony: Telephony, call: Call | None = None):
    """The gate's answer, kept as evidence in the caller's transaction."""
    answer = answer_for(lead, e164, telephony=telephony)
    db.session.add(
        DialDecision(
            lead_id=lead.id,
            call_id=call.id if call else None,
            user_id=by.id,
            e164=e164,
            decision=answer.decision,
            reasons=[reason.as_dict() for reason in answer.reasons],
            facts={
                "zones": list(answer.zones),
                "local_times": [moment.isoformat() for moment in answer.local_times],
                "jurisdictions": list(answer.jurisdictions),
                "simulated": telephony.simulated,
            },
            next_allowed_at=answer.next_allowed_at,
            rule_version=answer.rule_version,
        )
    )
    if answer.decision is Decision.BLOCK:
        log.info("dial_blocked", lead_id=lead.id, reason=answer.reasons[0].code)
    return answer


def require(lead: Lead, e164: str, *, by: User, telephony: Telephony) -> None:
    """Ask, keep the evidence, and raise ``DialBlocked`` (evidence committed) when it is a no."""
    answer = ask(lead, e164, by=by, telephony=telephony)
    if not answer.may_dial:
        db.session.commit()
        raise DialBlocked(answer)


def ring_agent(call: Call, leg: CallLeg, *, telephony: Telephony) -> LegPlaced:
    """Ring the coordinator's own telephone: the first half of a bridged call."""
    return telephony.ring_agent(
        call_id=call.id, leg_id=leg.id, to=leg.to_e164, caller_id=call.caller_id
    )


def ring_lead(call: Call, leg: CallLeg, *, telephony: Telephony) -> LegPlaced:
    """Ring the lead; the answer is asked for again, since half a minute may have passed.

    Raises ``DialBlocked`` when the answer has become a no in the meantime. Commits the evidence
    before the provider is asked: no transaction is open while it answers.
    """
    answer = ask(call.lead, leg.to_e164, by=call.user, telephony=telephony, call=call)
    db.session.commit()
    if not answer.may_dial:
        raise DialBlocked(answer)
    return telephony.ring_lead(
        call_id=call.id, leg_id=leg.id, to=leg.to_e164, caller_id=call.caller_id
    )
