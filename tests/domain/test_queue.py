"""The order of reasons: promises, what a team lead put on top, promotions by priority and need."""

from leadtracker.domain.queue import (
    NEEDS,
    PRIORITIES,
    PROMOTIONS_FROM,
    TOP_RANK,
    QueueKind,
    rank_of,
)


def test_promises_go_before_the_top_and_the_top_before_promotions():
    promises = [
        rank_of(kind) for kind in (QueueKind.CALLBACK, QueueKind.MISSED_CALL, QueueKind.FOLLOW_UP)
    ]

    assert promises == sorted(set(promises))
    assert promises[-1] < TOP_RANK < PROMOTIONS_FROM < rank_of(QueueKind.PROMOTION, 1, 0)


def test_priority_decides_and_need_among_equals():
    ranks = [
        rank_of(QueueKind.PROMOTION, priority, need) for priority in PRIORITIES for need in NEEDS
    ]

    assert ranks == sorted(set(ranks))
