"""The queue's words: why a call is due, and in which order reasons come.

Order (product rule): late callbacks, due callbacks, missed calls, due follow-ups, hand-overs, then
what a team lead put on top, then promotions by priority and by how much they need it. A hand-over
stands behind what we owe a lead at a moment, and before what we want from one. Within one rank the
earliest ``due_at`` goes first, so a late callback always stands above one that is just due.
"""

from enum import StrEnum


class QueueKind(StrEnum):
    """The reason for a call."""

    CALLBACK = "callback"
    MISSED_CALL = "missed_call"
    FOLLOW_UP = "follow_up"
    HAND_OVER = "hand_over"
    PROMOTION = "promotion"


class QueueState(StrEnum):
    """Where a queue item is in its life.

    ``scheduled`` waits for its moment, ``ready`` may be claimed, ``claimed`` is on somebody's desk,
    ``done`` and ``cancelled`` are final.
    """

    SCHEDULED = "scheduled"
    READY = "ready"
    CLAIMED = "claimed"
    DONE = "done"
    CANCELLED = "cancelled"


class WaitsFor(StrEnum):
    """What a scheduled item waits for: said to whoever asks why the queue is empty."""

    #: The calling hours of its zone, or the promotion's first day.
    HOURS = "hours"
    #: The outcome's wait between two tries, and another part of the day.
    RETRY = "retry"
    #: Tomorrow: it was tried as often today as the promotion allows.
    ENOUGH_TODAY = "enough_today"
    #: Another promotion tried or spoke to the lead.
    COOL_DOWN = "cool_down"
    #: All tries were used up, and the promotion begins again after a rest.
    RECYCLED = "recycled"
    #: The moment that was agreed with the lead.
    AGREED = "agreed"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"


#: States from which an item can be given to somebody: it is on nobody's desk.
WAITING_STATES = (QueueState.SCHEDULED, QueueState.READY)

#: Reasons that were agreed with a lead.
PROMISED_KINDS = (QueueKind.CALLBACK, QueueKind.FOLLOW_UP)

OPEN_STATES = (QueueState.SCHEDULED, QueueState.READY, QueueState.CLAIMED)

#: A claim lapses this long after the desk last renewed it.
LEASE_SECONDS = 60

#: The desk renews its claim this often.
HEARTBEAT_SECONDS = 10

_BASE_RANK = {
    QueueKind.CALLBACK: 100,
    QueueKind.MISSED_CALL: 200,
    QueueKind.FOLLOW_UP: 300,
    QueueKind.HAND_OVER: 400,
    QueueKind.PROMOTION: 1000,
}

#: Every promotion's rank is above this, whatever its priority; every promise's is below.
PROMOTIONS_FROM = _BASE_RANK[QueueKind.PROMOTION]

#: A promotion's item that a team lead put on top: after the promises, before all promotions.
TOP_RANK = 900

#: Promotion priorities run from 1 (first) to 9 (last).
PRIORITIES = range(1, 10)

#: Need runs from 0 (will miss its target) to 9 (needs nothing more); see ``domain.need``.
NEEDS = range(10)

#: The need of a promotion of which nothing is known yet.
USUAL_NEED = 4


def rank_of(kind: QueueKind, priority: int = 5, need: int = USUAL_NEED) -> int:
    """The place of a reason in the queue, lowest first.

    ``priority`` and, within it, ``need`` count for promotions only.
    """
    base = _BASE_RANK[kind]
    return base + 10 * priority + need if kind is QueueKind.PROMOTION else base


#: How the name of a person's own pool begins, and of a team's; their ids follow.
OWN_POOLS, TEAM_POOLS = "user:", "team:"


def pool_of(*, owner_id: int | None, team_id: int | None, promotion_id: int | None) -> str:
    """The heap an item is claimed from: a person's own, else a team's, else a promotion's.

    Every item lies in exactly one pool, so that a claim is a few index look-ups and never a filter
    over rows. An item without owner or team and outside any promotion is open to everybody.
    """
    if owner_id is not None:
        return f"{OWN_POOLS}{owner_id}"
    if team_id is not None:
        return f"{TEAM_POOLS}{team_id}"
    if promotion_id is not None:
        return f"promotion:{promotion_id}"
    return "all"


def owner_of_pool(pool: str) -> int | None:
    """Whose own pool it is; None for one that several draw from."""
    return _id_after(OWN_POOLS, pool)


def team_of_pool(pool: str) -> int | None:
    """Which team's pool it is; None for a person's, a promotion's and everybody's."""
    return _id_after(TEAM_POOLS, pool)


def _id_after(start: str, pool: str) -> int | None:
    return int(pool.removeprefix(start)) if pool.startswith(start) else None


def held_pool_of(promotion_id: int) -> str:
    """The heap of a promotion that rests: its items keep their state and tries, nobody draws."""
    return f"held:{promotion_id}"


def is_held(pool: str) -> bool:
    """Whether what lies in ``pool`` may not be called now; only its promotion moves it out."""
    return pool.startswith("held:")
