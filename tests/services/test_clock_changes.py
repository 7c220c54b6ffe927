"""The two nights a year in which clocks change: what is due in them comes up once, when it should.

In Leeds, 29 March 2026: 01:00 is followed by 02:00. 25 October: 02:00 is followed by 01:00.
"""

from datetime import UTC, datetime, timedelta

import pytest

from leadtracker.domain import clock as our_clock
from leadtracker.domain.due_words import DueReading, read_due
from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.models import Event, QueueItem
from leadtracker.services import follow_ups, queue, queue_sweeps
from tests.support import builders

NIGHTS = {
    "spring": datetime(2026, 3, 28, 22, 0, tzinfo=UTC),
    "autumn": datetime(2026, 10, 24, 21, 0, tzinfo=UTC),
}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minutes_in_which(clock, does, *, night: datetime) -> list[datetime]:
    """The minutes of that night and the next morning in which a job found something to do."""
    clock.move_to(night)
    found = []
    for _minute in range(14 * 60):
        if does():
            found.append(our_clock.now())
        clock.shift(60)
    return found


@pytest.mark.parametrize(
    ("night", "until"),
    [
        ("spring", "2026-03-29T00:30"),  # the last half hour of winter time
        ("spring", "2026-03-29T01:00"),  # 01:00 and 02:00 on the wall are this one moment
        ("autumn", "2026-10-25T00:30"),  # 01:30, the first time
        ("autumn", "2026-10-25T01:30"),  # 01:30, the second time
    ],
)
def test_a_snoozed_item_comes_up_once_and_at_its_instant(clock, db, alice, night, until):
    item = builders.make_queue_item(
        builders.make_lead(owner=alice), owner=alice, state=QueueState.SCHEDULED
    )
    item.schedule(instant(until), waits_for=WaitsFor.SNOOZED)
    db.session.commit()

    assert minutes_in_which(clock, queue_sweeps.make_due_ready, night=NIGHTS[night]) == [
        instant(until)
    ]


@pytest.mark.parametrize(
    ("night", "said", "due", "offered"),
    [
        # 01:30 does not exist: the change makes it 02:30. Nobody may be called before 8.
        ("spring", "tomorrow 1:30am", "2026-03-29T01:30", "2026-03-29T07:00"),
        ("autumn", "tomorrow 1:30am", "2026-10-25T00:30", "2026-10-25T08:00"),
    ],
)
def test_a_promise_for_that_night_is_announced_once_and_offered_in_the_morning(
    clock, db, alice, night, said, due, offered
):
    clock.move_to(NIGHTS[night])
    lead = builders.make_lead(owner=alice)
    reading = read_due(said, now=our_clock.now(), zone=lead.time_zone)
    assert isinstance(reading, DueReading)
    follow_ups.promise(lead, due_at=reading.due_at, by=alice, said=said)

    announced = minutes_in_which(clock, follow_ups.notice_due, night=NIGHTS[night])
    ready = minutes_in_which(clock, queue_sweeps.make_due_ready, night=NIGHTS[night])

    assert announced == [instant(due)]
    assert ready == [instant(offered)]
    assert db.session.query(Event).filter_by(name="follow_up_due").count() == 1
    assert db.session.query(QueueItem).one().due_at == instant(due)


@pytest.mark.parametrize("night", NIGHTS)
def test_a_lease_lasts_a_minute_whatever_the_wall_says(clock, db, alice, night):
    builders.make_queue_item(builders.make_lead(owner=alice), owner=alice)
    db.session.commit()
    change = {"spring": "2026-03-29T01:00", "autumn": "2026-10-25T01:00"}[night]
    clock.move_to(instant(change) - timedelta(seconds=30))
    queue.claim_next(alice)

    clock.shift(59)
    assert queue_sweeps.return_lapsed() == 0
    clock.shift(2)
    assert queue_sweeps.return_lapsed() == 1
