"""The need of a promotion: whoever falls furthest short is called for first."""

import pytest

from leadtracker.domain.need import NO_NEED, need_of
from leadtracker.domain.queue import NEEDS, USUAL_NEED


@pytest.mark.parametrize(
    ("target", "sold", "days_left", "daily", "need"),
    [
        (100, 100, 5, [10] * 10, NO_NEED),  # the target is reached
        (100, 130, 5, [13] * 10, NO_NEED),
        (100, 20, 0, [2] * 10, NO_NEED),  # the deadline has passed: nothing is to be gained
        (100, 0, 10, [], USUAL_NEED),  # no day is over yet
        (100, 20, 8, [10, 10], USUAL_NEED),  # heads for its target exactly
        (100, 10, 8, [5, 5], 2),  # heads for half of it
        (100, 0, 9, [0], 0),  # has sold nothing so far
        (100, 60, 8, [30, 30], 8),  # heads for three times the target
        (100, 50, 5, [10] * 5, 4),  # from five days on, by the odds: even
        (100, 50, 5, [4] * 10, 0),  # will miss it
        (100, 90, 5, [9] * 10, 8),  # is as good as there
        (1_000_000, 1, 0.01, [0] * 9 + [1], 0),
    ],
)
def test_the_need(target, sold, days_left, daily, need):
    assert need_of(target, sold, days_left, daily) == need


def test_whoever_sells_more_of_the_same_target_needs_less():
    needs = [need_of(200, 10 * rate, 10, [rate] * 10) for rate in range(1, 25)]

    assert needs == sorted(needs)
    assert set(needs) <= set(NEEDS)
    assert needs[0] == 0
