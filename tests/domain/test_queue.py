"""The order of reasons: promises, what a team lead put on top, promotions by priority and need."""

from leadtracker.domain.queue import (
    NEEDS,
    PRIORITIES,
    PROMOTIONS_FROM,
    TOP_RANK,
    QueueKind,
    held_pool_of,
    owner_of_pool,
    pool_of,
    rank_of,
    team_of_pool,
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


def test_a_pool_says_whose_it_is():
    own = pool_of(owner_id=17, team_id=4, promotion_id=3)
    teams = pool_of(owner_id=None, team_id=4, promotion_id=3)
    shared = [pool_of(owner_id=None, team_id=None, promotion_id=one) for one in (3, None)]

    assert (owner_of_pool(own), team_of_pool(own)) == (17, None)
    assert (owner_of_pool(teams), team_of_pool(teams)) == (None, 4)
    assert {owner_of_pool(one) for one in [*shared, held_pool_of(3)]} == {None}
    assert {team_of_pool(one) for one in [*shared, held_pool_of(3)]} == {None}
