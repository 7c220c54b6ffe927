"""A lead's next try: when its promotion's rules allow it, and how long the other ones wait."""

from datetime import datetime, timedelta

from sqlalchemy import case, literal, update

from leadtracker.db import Instant, db
from leadtracker.domain import attempts, clock
from leadtracker.domain.attempts import USUAL_RULES, NextTry, Try
from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor
from leadtracker.models import Call, Outcome, Promotion, QueueItem
from leadtracker.models.outcome import Consequence
from leadtracker.queries import attempts as find
from leadtracker.services.calling_hours import opening_in


def next_try(item: QueueItem, call: Call, outcome: Outcome) -> NextTry | None:
    """When ``outcome`` has the item tried again; None when it does not, or all tries are made.

    ``item.attempts`` counts this try already. A promise is owed until it is kept: it is tried again
    without an end, but not all day long.
    """
    if outcome.consequence is not Consequence.RETRY or outcome.retry_after_seconds is None:
        return None
    zone = clock.zone(item.time_zone or "UTC")
    is_attempt = item.kind is QueueKind.PROMOTION
    return attempts.next_try(
        Try(
            ended_at=call.ended_at,
            tried=item.attempts if is_attempt else 1,
            tried_today=find.count_tries_on(item, call.ended_at.astimezone(zone)),
            round=item.round,
        ),
        timedelta(seconds=outcome.retry_after_seconds),
        zone,
        rules=item.promotion.rules if is_attempt else USUAL_RULES,
        opens=lambda moment: opening_in(item.time_zone, moment) or moment,
    )


def schedule(item: QueueItem, again: NextTry) -> None:
    """Off the desk until the next try. What was put on top has had its turn there."""
    if again.waits_for is WaitsFor.RECYCLED:
        item.begin_again()
    if item.kind is QueueKind.PROMOTION:
        item.rank = item.promotion.rank
    item.schedule(again.at, waits_for=again.waits_for)


def cool_down(call: Call, *, reached: bool) -> None:
    """Other promotions leave the lead in peace for as long as their rules or the outcome say.

    In the caller's transaction. An item on somebody's desk stays there, and one that waits longer
    anyway goes on waiting for its own reason.
    """
    waiting = find.other_promotions_of(call)
    until = {one.id: _rested(one, call, reached) for one in waiting}
    until = {key: moment for key, moment in until.items() if moment is not None}
    if not until:
        return
    moment = case(
        {key: literal(at, Instant()) for key, at in until.items()}, value=QueueItem.promotion_id
    )
    db.session.execute(
        update(QueueItem)
        .where(
            QueueItem.lead_id == call.lead_id,
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.promotion_id.in_(until),
            QueueItem.state.in_((QueueState.READY, QueueState.SCHEDULED)),
            QueueItem.not_before < moment,
        )
        .values(state=QueueState.SCHEDULED, not_before=moment, waits_for=WaitsFor.COOL_DOWN)
    )


def _rested(promotion: Promotion, call: Call, reached: bool) -> datetime | None:
    """When ``promotion`` may call the lead again after ``call``; None when it need not wait."""
    rest = promotion.rules.rests_after(reached=reached, owed=call.outcome.rest)
    if not rest:
        return None
    rested = call.ended_at + rest
    return opening_in(call.lead.time_zone, rested) or rested
