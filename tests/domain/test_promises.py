"""Whether a promise was kept, case by case."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from leadtracker.domain.promises import PromiseState, breaks_at, is_call_for, lateness, state_of

DUE = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)


@dataclass
class Agreed:
    due_at: datetime = DUE
    breaks_at: datetime = EVENING
    kept_at: datetime | None = None
    closed_at: datetime | None = None
    moved_at: datetime | None = None
    block_id: int | None = None

    @property
    def is_released(self) -> bool:
        return self.block_id is not None


def after(**span) -> datetime:
    return DUE + timedelta(**span)


#: By the block that a test has made, or made up.
RELEASED = {"block_id": 1}

CASES = [
    ("before the moment", {}, after(hours=-1), PromiseState.OPEN),
    ("a second before it", {}, after(seconds=-1), PromiseState.OPEN),
    ("at the moment", {}, DUE, PromiseState.DUE),
    ("ten minutes on", {}, after(minutes=10), PromiseState.DUE),
    ("a second more", {}, after(minutes=10, seconds=1), PromiseState.OVERDUE),
    ("late in the evening", {}, EVENING - timedelta(seconds=1), PromiseState.OVERDUE),
    ("at midnight", {}, EVENING, PromiseState.BROKEN),
    ("called ten minutes early", {"kept_at": after(minutes=-10)}, DUE, PromiseState.KEPT),
    ("called at once", {"kept_at": DUE}, EVENING, PromiseState.KEPT),
    ("called after ten minutes", {"kept_at": after(minutes=10)}, EVENING, PromiseState.KEPT),
    ("within that second", {"kept_at": after(seconds=600.9)}, EVENING, PromiseState.KEPT),
    ("called after eleven", {"kept_at": after(minutes=11)}, EVENING, PromiseState.LATE),
    ("called next day", {"kept_at": EVENING}, after(days=3), PromiseState.BROKEN),
    ("kept, then closed", {"kept_at": DUE, "closed_at": DUE}, after(days=3), PromiseState.KEPT),
    ("closed without a call", {"closed_at": after(hours=-2)}, DUE, PromiseState.BROKEN),
    ("moved in time", {"moved_at": after(hours=-2)}, after(days=3), PromiseState.MOVED),
    ("moved while late", {"moved_at": after(hours=2)}, after(days=3), PromiseState.MOVED),
    ("moved once broken", {"moved_at": EVENING}, after(days=3), PromiseState.BROKEN),
    ("called, then moved", {"kept_at": DUE, "moved_at": DUE}, after(days=3), PromiseState.KEPT),
    ("released in time", RELEASED | {"closed_at": after(hours=2)}, EVENING, PromiseState.RELEASED),
    ("released once broken", RELEASED | {"closed_at": EVENING}, EVENING, PromiseState.BROKEN),
    (
        "called, then released",
        RELEASED | {"kept_at": DUE, "closed_at": DUE},
        EVENING,
        PromiseState.KEPT,
    ),
]


@pytest.mark.parametrize(
    ("fields", "now", "state"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_how_a_promise_stands(fields, now, state):
    assert state_of(Agreed(**fields), now) is state


@pytest.mark.parametrize(
    ("due_at", "zone", "expected"),
    [
        # The spring change in New York makes that Sunday 23 hours long, the autumn one 25.
        ("2026-03-08T14:00+00:00", "America/New_York", "2026-03-09T04:00+00:00"),
        ("2026-11-01T14:00+00:00", "America/New_York", "2026-11-02T05:00+00:00"),
        ("2026-03-29T00:30+00:00", "Europe/London", "2026-03-29T23:00+00:00"),
        ("2026-10-25T00:30+00:00", "Europe/London", "2026-10-26T00:00+00:00"),
        # Both sides of the date line, at the same instant.
        ("2026-06-30T20:00+00:00", "Pacific/Apia", "2026-07-01T11:00+00:00"),
        ("2026-06-30T20:00+00:00", "Pacific/Kiritimati", "2026-07-01T10:00+00:00"),
        ("2026-06-30T20:00+00:00", "Pacific/Honolulu", "2026-07-01T10:00+00:00"),
        ("2026-06-30T20:00+00:00", "", "2026-07-01T00:00+00:00"),
    ],
)
def test_a_promise_breaks_as_the_day_ends_where_the_lead_is(due_at, zone, expected):
    assert breaks_at(datetime.fromisoformat(due_at), zone) == datetime.fromisoformat(expected)


def test_what_is_agreed_for_just_before_midnight_may_still_be_on_time_after_it():
    due_at = datetime(2026, 3, 10, 23, 55, tzinfo=UTC)

    broken_at = breaks_at(due_at, "UTC")

    assert broken_at > due_at + timedelta(minutes=10)
    called = Agreed(due_at=due_at, breaks_at=broken_at, kept_at=due_at + timedelta(minutes=10))
    assert state_of(called, due_at + timedelta(days=1)) is PromiseState.KEPT


def test_a_call_long_before_the_moment_is_not_the_one_agreed():
    assert is_call_for(DUE, after(minutes=-10))
    assert not is_call_for(DUE, after(minutes=-10, seconds=-1))


def test_lateness_counts_whole_seconds_and_may_be_early():
    assert lateness(Agreed(kept_at=after(seconds=90.7))) == timedelta(seconds=90)
    assert lateness(Agreed(kept_at=after(minutes=-5))) == timedelta(minutes=-5)
    assert lateness(Agreed()) == timedelta(0)
