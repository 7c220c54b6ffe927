from datetime import UTC, datetime

import pytest

from leadtracker.domain.dial_gate import WindowState, window_at

PHOENIX = "America/Phoenix"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "state", "closes_at", "opens_at"),
    [
        ("2026-11-19 21:14", WindowState.OPEN, "2026-11-20 04:00", None),
        ("2026-11-20 03:30", WindowState.CLOSING, "2026-11-20 04:00", None),
        ("2026-11-20 03:29:59", WindowState.OPEN, "2026-11-20 04:00", None),
        ("2026-11-20 04:00", WindowState.CLOSED, None, "2026-11-20 15:00"),
        ("2026-11-20 14:14", WindowState.CLOSED, None, "2026-11-20 15:00"),
    ],
)
def test_the_badge_says_until_when_or_from_when(moment, state, closes_at, opens_at):
    badge = window_at((PHOENIX,), at(moment))
    assert badge.state is state
    assert badge.is_open is (state is not WindowState.CLOSED)
    assert badge.closes_at == (at(closes_at) if closes_at else None)
    assert badge.opens_at == (at(opens_at) if opens_at else None)
    assert badge.zone == PHOENIX
    assert badge.local_time.utcoffset().total_seconds() == -7 * 3600


def test_the_first_zone_is_shown_and_the_strictest_decides():
    badge = window_at((PHOENIX, "America/New_York"), at("2026-11-20 02:00"))
    assert (badge.state, badge.zone) == (WindowState.CLOSED, PHOENIX)


def test_without_a_zone_nothing_is_known():
    badge = window_at((), at("2026-11-19 21:14"))
    assert badge.state is WindowState.UNKNOWN
    assert not badge.is_open
