"""How much a promotion needs calls: the digit by which the queue orders promotions of one priority.

0 needs them most. What counts is whether it will reach its target by its deadline at the rate it
has had (``domain.pace``): the probability once there is a forecast, the bare projection before.
"""

from collections.abc import Sequence

from leadtracker.domain import pace
from leadtracker.domain.queue import NEEDS, USUAL_NEED

#: Nothing more is to be gained: the target is reached, or the deadline has passed.
NO_NEED = NEEDS[-1]

#: Of those that have something to gain, the one that gets there by itself.
_LEAST = NO_NEED - 1


def need_of(target: int, sold: int, days_left: float, daily: Sequence[int]) -> int:
    """The need as a digit; ``daily`` are the orders of whole working days, oldest first.

    Nothing is known before the first of them is over: that is the usual need, in the middle.
    """
    if sold >= target or days_left <= 0:
        return NO_NEED
    forecast = pace.forecast(target, sold, days_left, daily)
    if forecast is not None:
        return round(_LEAST * forecast.probability)
    rate = pace.run_rate(daily)
    if rate is None:
        return USUAL_NEED
    share = pace.projected_finish(sold, rate.per_day, days_left) / target
    return min(int(USUAL_NEED * share), _LEAST)
