"""After the storm: our calls against the network's ledger, and everything else against itself."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from sqlalchemy import func, select, update

from leadtracker.db import db, reading
from leadtracker.domain import clock
from leadtracker.domain.calls import FINAL_STATUSES, EndReason, LegRole
from leadtracker.domain.queue import LEASE_SECONDS, QueueState
from leadtracker.models import Call, CallLeg, CallOutcome, DoNotCallEntry, FollowUp, QueueItem
from leadtracker.models.outcome import Consequence
from tests.support.chaos.journal import Journal
from tests.support.servers import Floor, wait_until

#: As if everything had been heard that much earlier: longer than the poller's longest patience.
LONG_AGO = timedelta(minutes=11)

CALM_SECONDS = 120
BETWEEN_PUSHES = 5

#: What a press is known by that an outcome's key has made in power mode.
BY_OUTCOME = "after-"

#: A due item may have come due just now.
GRACE = timedelta(seconds=20)


@dataclass
class Reckoning:
    """What is wrong, each as a sentence; all of them are empty on a good day."""

    calls: int = 0
    wrong: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    dialled_twice: list[str] = field(default_factory=list)
    items_lost: list[str] = field(default_factory=list)
    outcomes_lost: list[str] = field(default_factory=list)
    leases_kept: list[str] = field(default_factory=list)

    @property
    def complaints(self) -> dict[str, list[str]]:
        """By what they are about."""
        return {name: found for name, found in vars(self).items() if name != "calls" and found}


# --- calm ----------------------------------------------------------------------------------------


def settle_down(app: Flask) -> None:
    """Let the poller have its rounds: its patience is minutes long, so moments are put back."""
    for _push in range(CALM_SECONDS // BETWEEN_PUSHES):
        _put_back(app)
        if wait_until(lambda: _is_calm(app), BETWEEN_PUSHES):
            return


def _put_back(app: Flask) -> None:
    open_legs = CallLeg.status.not_in(FINAL_STATUSES)
    with app.app_context():
        for leg in db.session.scalars(select(CallLeg).where(open_legs)):
            leg.heard_at -= LONG_AGO
        lapsed = clock.now() - timedelta(seconds=LEASE_SECONDS)
        db.session.execute(
            update(QueueItem)
            .where(QueueItem.state == QueueState.CLAIMED, QueueItem.lease_until > lapsed)
            .values(lease_until=lapsed)
        )
        db.session.commit()


def _is_calm(app: Flask) -> bool:
    with app.app_context(), reading():
        legs = select(func.count(CallLeg.id)).where(CallLeg.status.not_in(FINAL_STATUSES))
        calls = select(func.count(Call.id)).where(Call.ended_at.is_(None))
        claims = select(func.count(QueueItem.id)).where(QueueItem.state == QueueState.CLAIMED)
        return not any(db.session.scalar(stmt) for stmt in (legs, calls, claims))


# --- accounts ------------------------------------------------------------------------------------


def take_stock(app: Flask, floor: Floor, journal: Journal, leads: int) -> Reckoning:
    """Compare everything with everything."""
    found = Reckoning()
    lines = _lines_by_leg(floor)
    with app.app_context(), reading():
        calls = db.session.scalars(select(Call).order_by(Call.id)).all()
        found.calls = len(calls)
        for call in calls:
            _compare(call, lines, found)
        _look_for_strangers(calls, lines, found)
        _look_for_second_dials(calls, lines, journal, found)
        _look_for_items(leads, found)
        _look_for_outcomes(journal, found)
        _look_for_leases(found)
    return found


def _lines_by_leg(floor: Floor) -> dict[tuple[int, str], list[dict]]:
    """The network's lines by the call and role that their own callback names."""
    by_leg = defaultdict(list)
    for line in floor.lines():
        query = parse_qs(urlsplit(line["status_callback"]).query)
        by_leg[int(query["call"][0]), query["role"][0]].append(line)
    return by_leg


def _compare(call: Call, lines: dict, found: Reckoning) -> None:
    if not call.has_ended:
        found.stuck.append(f"call {call.id} is {call.state} since {call.changed_at:%H:%M:%S}")
    elif call.wrapped_up_at is None:
        found.stuck.append(f"call {call.id} owes its outcome: {call.end_reason}")
    found.stuck += [
        f"call {call.id}, {leg.role} is {leg.status}"
        for leg in call.legs
        if not leg.status.is_final
    ]
    for role in LegRole:
        line = next(iter(lines.get((call.id, role), [])), None)
        if trouble := _leg_trouble(call.leg(role), line):
            found.wrong.append(f"call {call.id}, {role}: {trouble}")
    lead = next(iter(lines.get((call.id, LegRole.LEAD), [])), None)
    if call.has_ended and call.end_reason not in _endings(call, lead):
        told = lead and (lead["status"], lead["answered"])
        found.wrong.append(f"call {call.id} ended {call.end_reason}, the ledger says {told}")


def _leg_trouble(leg: CallLeg | None, line: dict | None) -> str:
    """How a leg of ours differs from its line; nothing when they agree."""
    if line is None:
        return f"{leg.provider_id} is not in the ledger" if leg and leg.provider_id else ""
    if leg is None:
        return f"{line['sid']} is not known to us"
    ours = (leg.provider_id, leg.status.value, leg.answered, leg.to_e164)
    theirs = (line["sid"], line["status"].replace("-", "_"), line["answered"], line["to"])
    return "" if ours == theirs else f"{ours} is not {theirs}"


_BY_STATUS = {
    "busy": {EndReason.LEAD_BUSY},
    "no-answer": {EndReason.LEAD_NO_ANSWER},
    "failed": {EndReason.LEAD_UNREACHABLE},
    "canceled": {EndReason.CANCELED},
}


def _endings(call: Call, lead: dict | None) -> set[EndReason]:
    """How a call may have ended whose lead's line the ledger shows like that."""
    if lead is None:
        leg = call.leg(LegRole.LEAD)
        if leg is None:
            return {EndReason.AGENT_UNREACHED, EndReason.BLOCKED, EndReason.REFUSED}
        return {EndReason.LEAD_UNREACHABLE, EndReason.CANCELED}
    if lead["answered"]:
        return {EndReason.TALKED}
    hung_up = {EndReason.CANCELED} if call.hung_up and lead["status"] != "busy" else set()
    return _BY_STATUS.get(lead["status"], {EndReason.CANCELED}) | hung_up


def _look_for_strangers(calls: list[Call], lines: dict, found: Reckoning) -> None:
    known = {call.id for call in calls}
    found.wrong += [
        f"{one['sid']} belongs to call {call_id}, which we do not have"
        for (call_id, _role), some in lines.items()
        for one in some
        if call_id not in known
    ]


def _look_for_second_dials(
    calls: list[Call], lines: dict, journal: Journal, found: Reckoning
) -> None:
    """One line for each leg, one call for each press, and no lead on two calls at once."""
    found.dialled_twice += [
        f"call {call_id} has {len(some)} lines to its {role}"
        for (call_id, role), some in lines.items()
        if len(some) > 1
    ]
    by_press = Counter(call.request_id for call in calls)
    found.dialled_twice += [
        f"press {press} made {n} calls" for press, n in by_press.items() if n > 1
    ]
    unasked = [press for press in by_press if not press.startswith(BY_OUTCOME)]
    found.dialled_twice += [
        f"nobody pressed {press}" for press in unasked if press not in journal.presses
    ]
    last: dict[int, Call] = {}
    for call in calls:
        before = last.get(call.queue_item_id)
        if before and before.ended_at and call.started_at < before.ended_at:
            found.dialled_twice.append(f"calls {before.id} and {call.id} are of one item at once")
        last[call.queue_item_id] = call


def _look_for_items(leads: int, found: Reckoning) -> None:
    """Every reason to call is there, and whatever is closed was closed by something."""
    items = db.session.scalars(select(QueueItem)).all()
    begun = sum(item.follow_up_id is None for item in items)
    if begun != leads:
        found.items_lost.append(f"{begun} of {leads} items are there")
    promised = {item.follow_up_id for item in items}
    found.items_lost += [
        f"promise {follow_up} has no item"
        for follow_up in db.session.scalars(select(FollowUp.id))
        if follow_up not in promised
    ]
    settled = _items_settled()
    blocked = set(db.session.scalars(select(DoNotCallEntry.lead_id)))
    for item in items:
        if trouble := _item_trouble(item, settled, blocked):
            found.items_lost.append(f"item {item.id} is {item.state}: {trouble}")


def _items_settled() -> set[int]:
    """Items that a standing outcome may have closed."""
    stmt = (
        select(Call.queue_item_id)
        .join(CallOutcome, CallOutcome.call_id == Call.id)
        .where(CallOutcome.undone_at.is_(None), CallOutcome.outcome.has(_closes()))
    )
    return set(db.session.scalars(stmt))


def _closes():
    from leadtracker.models import Outcome

    return Outcome.consequence != Consequence.RETRY


def _item_trouble(item: QueueItem, settled: set[int], blocked: set[int]) -> str:
    match item.state:
        case QueueState.DONE if item.id not in settled:
            return "no outcome closed it"
        case QueueState.CANCELLED if item.lead_id not in blocked and item.follow_up is None:
            return "nobody closed it"
        case QueueState.SCHEDULED if item.not_before < clock.now() - GRACE:
            return f"it was due at {item.not_before:%H:%M:%S}"
    return ""


def _look_for_outcomes(journal: Journal, found: Reckoning) -> None:
    """What a coordinator was told is saved stands, and nothing was set twice."""
    ours = {call.id: call for call in db.session.scalars(select(Call))}
    for call_id, outcome_id in journal.settled.items():
        if (call := ours.get(call_id)) is None or call.outcome_id != outcome_id:
            found.outcomes_lost.append(f"call {call_id} was settled with {outcome_id}")
    standing = Counter(
        db.session.scalars(
            select(CallOutcome.call_id).where(
                CallOutcome.undone_at.is_(None), CallOutcome.replaced_at.is_(None)
            )
        )
    )
    for call in ours.values():
        if standing[call.id] != (call.outcome_id is not None):
            found.outcomes_lost.append(f"call {call.id} has {standing[call.id]} standing outcomes")


def _look_for_leases(found: Reckoning) -> None:
    claimed = select(QueueItem).where(QueueItem.state == QueueState.CLAIMED)
    found.leases_kept += [
        f"item {item.id} lies on the desk of {item.claimed_by_id} until {item.lease_until}"
        for item in db.session.scalars(claimed)
    ]
