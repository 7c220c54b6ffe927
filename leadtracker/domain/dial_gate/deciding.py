"""The decision: every rule is asked, every reason is told, and doubt is a no.

Order, severities and words of the reasons are those of the compliance contract (rules.md §1). A
rule is a function from the question to the reasons it finds; new rules join ``_RULES``.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from leadtracker.domain import clock
from leadtracker.domain.dial_gate.answer import (
    TIMED_REASONS,
    Decision,
    DialAnswer,
    Reason,
    ReasonCode,
)
from leadtracker.domain.dial_gate.hours import Hours
from leadtracker.domain.dial_gate.question import DialQuestion
from leadtracker.domain.dial_gate.tables import rule_version, tables_for
from leadtracker.domain.phones import NumberKind

_MAX_GUARD_SECONDS = 3600


def decide(question: DialQuestion) -> DialAnswer:
    """Whether the number may be called at that moment, why not, and from when on.

    Never raises: whatever goes wrong inside, and whatever fact is missing, is a block with the
    reason ``GATE_FAILED``.
    """
    try:
        return _decided(question)
    except Exception as error:
        moment = getattr(question, "moment", None)
        return refuse(moment, because=type(error).__name__)


def refuse(moment: datetime | None, *, because: str = "") -> DialAnswer:
    """The answer of a gate that could not look (fail closed)."""
    params = {"error": because} if because else {}
    if isinstance(moment, datetime):
        params["moment"] = moment.isoformat()
    return DialAnswer(
        decision=Decision.BLOCK,
        reasons=(Reason(ReasonCode.GATE_FAILED, params=params),),
        rule_version=_version_if_readable(),
    )


def _version_if_readable() -> str:
    try:
        return rule_version()
    except Exception:  # the tables may be the very thing that failed
        return ""


class MissingFact(ValueError):
    """Something the gate must know was not looked up."""


def _decided(question: DialQuestion) -> DialAnswer:
    _require_facts(question)
    zones = (question.confirmed_zone,) if question.confirmed_zone else question.zones
    hours = Hours(
        zones=zones,
        tables=tables_for(question.jurisdictions),
        guard=timedelta(seconds=question.guard_seconds),
    )
    reasons = tuple(_reasons(question, hours))
    return DialAnswer(
        decision=_strictest(reasons),
        reasons=reasons,
        next_allowed_at=_next_allowed_at(reasons),
        zones=zones,
        local_times=tuple(question.moment.astimezone(clock.zone(zone)) for zone in zones),
        jurisdictions=question.jurisdictions,
        rule_version=rule_version(),
    )


def _require_facts(question: DialQuestion) -> None:
    if question.moment.tzinfo is None:
        raise MissingFact("moment has no zone")
    if question.zones is None:
        raise MissingFact("zones were not looked up")
    if question.on_do_not_call is None:
        raise MissingFact("the do-not-call list was not asked")
    if not 0 <= question.guard_seconds <= _MAX_GUARD_SECONDS:
        raise MissingFact("guard_seconds out of range")


def _reasons(question: DialQuestion, hours: Hours) -> list[Reason]:
    """Every reason in the order of the contract; an invalid number stops everything else."""
    if question.kind is NumberKind.INVALID:
        return [Reason(ReasonCode.NUMBER_INVALID)]
    found = [reason for rule in _RULES for reason in rule(question, hours)]
    return sorted(found, key=lambda reason: reason.place)


def _demo_number(question: DialQuestion, hours: Hours) -> Iterator[Reason]:
    """Fictional numbers and demo leads never reach a real carrier."""
    if question.is_fictional and question.real_carrier:
        yield Reason(ReasonCode.DEMO_NUMBER)


def _own_list(question: DialQuestion, hours: Hours) -> Iterator[Reason]:
    """Our own do-not-call list: at once, and nobody may override it (47 CFR 64.1200(d); PECR 21;
    UK GDPR art. 21)."""
    if not question.on_do_not_call:
        return
    since = question.do_not_call_since
    params = {"since": since.isoformat()} if since else {}
    if question.do_not_call_by:
        params["by"] = question.do_not_call_by
    yield Reason(ReasonCode.INTERNAL_DNC, params=params)


def _calling_hours(question: DialQuestion, hours: Hours) -> Iterator[Reason]:
    """Every zone the lead may be in must be open, by every table that applies."""
    if not hours.zones:
        yield Reason(ReasonCode.TIMEZONE_UNKNOWN, params={"kind": question.kind.value})
        return
    moment = question.moment
    closed = hours.closed_tables(moment)
    if not closed:
        return
    severity = max((table.severity_of(ReasonCode.QUIET_HOURS) for table in closed), key=_strictness)
    lifts_at = hours.next_open(moment)
    shut = [zone for zone in hours.zones if not hours.is_open_in(zone, moment)]
    params = {"zone": shut[0], "local_time": _wall(moment, shut[0])}
    yield Reason(ReasonCode.QUIET_HOURS, severity, params, lifts_at)
    if len(shut) < len(hours.zones):
        times = {zone: _wall(moment, zone) for zone in hours.zones}
        yield Reason(ReasonCode.TIMEZONE_AMBIGUOUS, severity, times, lifts_at)


def _wall(moment: datetime, zone: str) -> str:
    return moment.astimezone(clock.zone(zone)).strftime("%H:%M")


_RULES: tuple[Callable[[DialQuestion, Hours], Iterator[Reason]], ...] = (
    _demo_number,
    _own_list,
    _calling_hours,
)

_STRICTNESS = {Decision.ALLOW: 0, Decision.WARN: 1, Decision.BLOCK: 2}


def _strictness(decision: Decision) -> int:
    return _STRICTNESS[decision]


def _strictest(reasons: tuple[Reason, ...]) -> Decision:
    return max((reason.severity for reason in reasons), key=_strictness, default=Decision.ALLOW)


def _next_allowed_at(reasons: tuple[Reason, ...]) -> datetime | None:
    """The last moment at which a block lifts, if time lifts them all."""
    blocks = [reason for reason in reasons if reason.severity is Decision.BLOCK]
    timed = all(reason.code in TIMED_REASONS and reason.lifts_at for reason in blocks)
    return max(reason.lifts_at for reason in blocks) if blocks and timed else None
