"""Two weeks of calls: who was reached, what came of it, what was ordered and what was promised.

The shares are those of published call-centre figures: about a third of dials reach somebody.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import CallState, EndReason, WhoEnded
from leadtracker.domain.queue import QueueKind, QueueState, pool_of, rank_of
from leadtracker.models import (
    Activity,
    Call,
    FollowUp,
    Lead,
    Order,
    OrderLine,
    Outcome,
    QueueItem,
)
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.models.lead import Stage
from leadtracker.models.outcome import Consequence
from leadtracker.services import retries
from leadtracker.services.calling_hours import opening_in
from leadtracker.services.demo.catalogue import Running
from leadtracker.services.demo.people import Staff

CALLS_A_DAY = 84
WORKING_DAYS = 10

#: Outcome → share of dials; whoever orders is drawn first, from the promotion's own share.
_SHARES = (
    ("no_answer", 0.42),
    ("voicemail", 0.20),
    ("gatekeeper", 0.10),
    ("not_interested", 0.16),
    ("enquiry", 0.04),
    ("wrong_number", 0.02),
    ("not_interested", 0.06),
)

_NOTES = {
    "ordered": ("Wants it on the next truck.", "Took the lot, very friendly.", ""),
    "not_interested": ("Stocked up until January.", "Buys from a cousin.", "No room on the shelf."),
    "gatekeeper": ("Ask for Dee after two.", "Boss is out, back tomorrow."),
    "enquiry": ("Wants a quote for four sets.",),
    "call_back": ("Has to ask the owner first.", "At the counter, wants the prices again."),
}

#: When the promises of today fall due, in minutes from now: some are late already.
_PROMISED = (-35, -8, 4, 45, 150, 320)


def call_for_two_weeks(staff: Staff, running: list[Running], draw: random.Random) -> None:
    """Fill the past, then agree what is due today."""
    for each in running:
        _call(each, draw)
    _promise(staff, running, draw)


def _call(running: Running, draw: random.Random) -> None:
    settled: dict[int, Outcome] = {}
    tries: dict[int, int] = {}
    leads = running.leads[: len(running.leads) * 3 // 4]
    most_tries = running.promotion.rules.tries - 1
    pairs = []
    for started in _moments(draw):
        open_leads = [
            lead
            for lead in draw.sample(leads, 12)
            if lead.id not in settled and tries.get(lead.id, 0) < most_tries
        ]
        if not open_leads:
            continue
        lead = open_leads[0]
        outcome = _came_of_it(running, draw)
        tries[lead.id] = tries.get(lead.id, 0) + 1
        if outcome.consequence is not Consequence.RETRY:
            settled[lead.id] = outcome
        pairs.append((_past_call(running, lead, outcome, started, draw), outcome))
    db.session.add_all(call for call, _outcome in pairs)
    db.session.flush()
    for call, outcome in pairs:
        _remember(call, outcome, running, draw)
    db.session.flush()
    _move_items(running, settled, tries, {call.lead_id: (call, outcome) for call, outcome in pairs})


def _moments(draw: random.Random) -> Iterator[datetime]:
    """Starts of calls on the last working days, in working hours, oldest first."""
    now = clock.now()
    days = [now - timedelta(days=back) for back in range(14, -1, -1)]
    for day in [each for each in days if each.weekday() < 5][-WORKING_DAYS - 1 :]:
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        seconds = sorted(draw.randrange(9 * 3600, 20 * 3600) for _each in range(CALLS_A_DAY))
        for second in seconds:
            if (moment := midnight + timedelta(seconds=second)) < now - timedelta(minutes=20):
                yield moment


def _came_of_it(running: Running, draw: random.Random) -> Outcome:
    if draw.random() < running.order_share:
        return running.outcome("ordered")
    codes, weights = zip(*_SHARES, strict=True)
    return running.outcome(draw.choices(codes, weights)[0])


def _past_call(
    running: Running, lead: Lead, outcome: Outcome, started: datetime, draw: random.Random
) -> Call:
    reached = outcome.consequence is not Consequence.RETRY
    talk = draw.randrange(70, 420) if reached else 0
    ended = started + timedelta(seconds=talk + draw.randrange(12, 28))
    return Call(
        request_id=str(UUID(int=draw.getrandbits(128))),
        lead_id=lead.id,
        phone_e164=lead.phones[0].e164,
        user_id=draw.choice(running.people).id,
        promotion_id=running.promotion.id,
        state=CallState.ENDED,
        end_reason=EndReason.TALKED if reached else EndReason.LEAD_NO_ANSWER,
        who_ended=draw.choice((WhoEnded.LEAD, WhoEnded.COORDINATOR_BUTTON)) if reached else None,
        started_at=started,
        changed_at=ended,
        connected_at=started + timedelta(seconds=12) if reached else None,
        ended_at=ended,
        talk_seconds=talk,
        outcome_id=outcome.id,
        outcome_at=ended + timedelta(seconds=20),
        note=draw.choice(_NOTES.get(outcome.code, ("",))),
        wrapped_up_at=ended + timedelta(seconds=20),
    )


def _remember(call: Call, outcome: Outcome, running: Running, draw: random.Random) -> None:
    db.session.add(
        Activity(
            kind="outcome_set",
            user_id=call.user_id,
            lead_id=call.lead_id,
            call_id=call.id,
            at=call.outcome_at,
            data={
                "outcome": outcome.code,
                "label": outcome.label,
                "category": outcome.category,
                "note": call.note,
                "talk_seconds": call.talk_seconds,
                "promotion": call.promotion_id,
            },
        )
    )
    if outcome.consequence is Consequence.ORDER:
        _order(call, running, draw)


def _order(call: Call, running: Running, draw: random.Random) -> None:
    offer = draw.choice(running.promotion.offers)
    quantity = draw.choice((4, 8, 8, 12, 16, 24))
    db.session.add(
        Order(
            request_id=str(UUID(int=draw.getrandbits(128))),
            lead_id=call.lead_id,
            promotion_id=call.promotion_id,
            call_id=call.id,
            user_id=call.user_id,
            currency=running.promotion.currency,
            total_minor=quantity * offer.price_minor,
            placed_at=call.ended_at - timedelta(seconds=30),
            lines=[
                OrderLine(
                    product_id=offer.product_id,
                    quantity=quantity,
                    unit_price_minor=offer.price_minor,
                )
            ],
        )
    )
    db.session.add(
        Activity(
            kind="order_placed",
            user_id=call.user_id,
            lead_id=call.lead_id,
            call_id=call.id,
            at=call.ended_at - timedelta(seconds=30),
            data={
                "units": quantity,
                "total_minor": quantity * offer.price_minor,
                "currency": running.promotion.currency,
                "promotion": call.promotion_id,
            },
        )
    )


def _move_items(
    running: Running,
    settled: dict[int, Outcome],
    tries: dict[int, int],
    latest: dict[int, tuple[Call, Outcome]],
) -> None:
    """What has been called is not called again as if it were new."""
    now = clock.now()
    items = db.session.scalars(
        select(QueueItem).where(
            QueueItem.promotion_id == running.promotion.id, QueueItem.lead_id.in_(tries)
        )
    )
    leads = {lead.id: lead for lead in running.leads}
    for item in items.all():
        item.attempts = tries[item.lead_id]
        if outcome := settled.get(item.lead_id):
            item.finish(now)
            ordered = outcome.consequence is Consequence.ORDER
            leads[item.lead_id].stage = Stage.CUSTOMER if ordered else Stage.WORKING
        elif (again := retries.next_try(item, *latest[item.lead_id])) and again.at > now:
            retries.schedule(item, again)


def _promise(staff: Staff, running: list[Running], draw: random.Random) -> None:
    """Callbacks due today for everybody, the first of them late, each agreed in a call."""
    fresh = {each.promotion.id: each.leads[len(each.leads) * 3 // 4 :] for each in running}
    for user in staff.coordinators:
        own = [each for each in running if user in each.people]
        for minutes in _PROMISED:
            each = draw.choice(own)
            due_at = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
            leads = fresh[each.promotion.id]
            awake = [lead for lead in leads if opening_in(lead.time_zone, due_at) == due_at]
            if awake:
                leads.remove(awake[0])
                called_back = each.outcome("call_back")
                call = _past_call(each, awake[0], called_back, due_at - timedelta(days=1), draw)
                call.user_id = user.id
                _agree(call, awake[0], each, due_at)


def _agree(call: Call, lead: Lead, running: Running, due_at: datetime) -> None:
    """The call it was agreed in, the promise, and the item that takes the attempt's place."""
    db.session.add(call)
    db.session.flush()
    _remember(call, call.outcome, running, random.Random(call.id))
    _give_up_attempt(lead, running)
    lead.stage = Stage.WORKING
    promise = FollowUp(
        kind=FollowUpKind.CALLBACK,
        lead_id=lead.id,
        owner_id=call.user_id,
        promotion_id=running.promotion.id,
        call_id=call.id,
        due_at=due_at,
        time_zone=lead.time_zone,
        note=call.note,
        created_at=call.outcome_at,
    )
    db.session.add(promise)
    db.session.flush()
    db.session.add(
        QueueItem(
            kind=QueueKind.CALLBACK,
            lead_id=lead.id,
            promotion_id=running.promotion.id,
            follow_up_id=promise.id,
            owner_id=call.user_id,
            team_id=lead.team_id,
            pool=pool_of(owner_id=call.user_id, team_id=None, promotion_id=None),
            state=QueueState.SCHEDULED,
            rank=rank_of(QueueKind.CALLBACK),
            time_zone=lead.time_zone,
            due_at=due_at,
            not_before=due_at,
        )
    )


def _give_up_attempt(lead: Lead, running: Running) -> None:
    item = db.session.scalar(
        select(QueueItem).where(
            QueueItem.promotion_id == running.promotion.id, QueueItem.lead_id == lead.id
        )
    )
    if item is not None:
        item.attempts = 1
        item.finish(clock.now())
