"""What somebody does is worked out from their call first, then from where they say they are."""

from datetime import UTC, datetime, timedelta

import pytest

from leadtracker.domain.floor import CallTimes, Doing, Standing, Stay, share_gap, standing_of
from leadtracker.domain.presence import Presence

NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)


def ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


AT_DESK = Stay(Presence.DESK, started_at=ago(900), seen_at=ago(5))


@pytest.mark.parametrize(
    ("call", "stay", "expected"),
    [
        (CallTimes(ago(60), ago(40)), AT_DESK, Standing(Doing.TALKING, ago(40))),
        (CallTimes(ago(11)), AT_DESK, Standing(Doing.RINGING, ago(11))),
        (CallTimes(ago(90), ago(80), ago(24)), AT_DESK, Standing(Doing.WRAP_UP, ago(24))),
        (CallTimes(ago(900), None, ago(121)), AT_DESK, Standing(Doing.STUCK, ago(121))),
        (CallTimes(ago(900), None, ago(120)), AT_DESK, Standing(Doing.WRAP_UP, ago(120))),
        (CallTimes(ago(60), ago(40)), None, Standing(Doing.TALKING, ago(40))),
        (None, AT_DESK, Standing(Doing.FREE, ago(48))),
        (None, None, Standing(Doing.AWAY, None)),
        (None, Stay(Presence.DESK, ago(900), ago(61)), Standing(Doing.AWAY, None)),
        (None, Stay(Presence.LUNCH, ago(300), ago(300)), Standing(Doing.LUNCH, ago(300))),
    ],
)
def test_a_call_comes_first_then_the_desk(call, stay, expected):
    assert standing_of(call, stay, free_since=ago(48), now=NOW) == expected


def test_whoever_has_not_called_yet_is_free_since_they_came():
    assert standing_of(None, AT_DESK, free_since=None, now=NOW) == Standing(Doing.FREE, ago(900))


def test_the_gap_is_measured_from_the_even_line():
    assert [share_gap(count, [30, 10, 20]) for count in (30, 10, 20)] == [50, -50, 0]
    assert share_gap(0, [0, 0]) is None
