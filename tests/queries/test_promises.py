"""The record of promises: the domain's definition in SQL, per person and promotion."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.promises import PromiseState, state_of
from leadtracker.models import FollowUpMove
from leadtracker.queries import promises as find
from leadtracker.queries.promises import PromiseRecord
from leadtracker.services import do_not_call
from tests.domain.test_promises import CASES, DUE
from tests.support import builders

SINCE, UNTIL = DUE - timedelta(days=1), DUE + timedelta(days=1)


def agree(lead, owner, *, moved_at=None, **fields):
    """A promise for ``DUE``, or one that stood there before it was moved far ahead."""
    if moved_at is None:
        return builders.make_follow_up(lead, owner=owner, due_at=DUE, **fields)
    moved = builders.make_follow_up(lead, owner=owner, due_at=DUE + timedelta(days=90))
    former = FollowUpMove(due_at=DUE, breaks_at=fields.pop("breaks_at"), moved_at=moved_at)
    former.kept_at = fields.get("kept_at")
    moved.moves.append(former)
    return former


@pytest.mark.parametrize(
    ("fields", "now", "state"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_sql_and_domain_say_the_same(clock, db, alice, noise, fields, now, state):
    lead = builders.make_lead(owner=alice, time_zone="UTC")
    evening = datetime(2026, 3, 11, tzinfo=UTC)
    if "block_id" in fields:
        fields = fields | {
            "block_id": do_not_call.add_entry("+442079460001", reason="", by=alice).id
        }
    made = agree(lead, alice, breaks_at=evening, **fields)
    db.session.commit()

    record = find.promise_record(SINCE, UNTIL, now=now, owner_ids=[alice.id])

    assert state_of(made, now) is state
    late = round((made.kept_at - DUE).total_seconds()) if state is PromiseState.LATE else 0
    assert record == PromiseRecord(**{state.value: 1, "late_seconds": late})


def test_the_share_is_of_what_is_decided(clock, db, alice, bob):
    lead = builders.make_lead(owner=alice)
    for minutes in (0, 5, 30, 60):
        kept_at = DUE + timedelta(minutes=minutes)
        builders.make_follow_up(lead, owner=alice, due_at=DUE, kept_at=kept_at)
    builders.make_follow_up(lead, owner=alice, due_at=DUE + timedelta(hours=3))
    builders.make_follow_up(lead, owner=bob, due_at=DUE, kept_at=DUE)
    db.session.commit()

    record = find.promise_record(SINCE, UNTIL, now=DUE + timedelta(hours=2), owner_ids=[alice.id])

    assert (record.kept, record.late, record.open) == (2, 2, 1)
    assert record.share_kept == 0.5
    assert record.late_seconds == 45 * 60


def test_nothing_decided_has_no_share(clock, db, alice):
    assert find.promise_record(SINCE, UNTIL, now=DUE).share_kept is None


def test_a_promise_that_was_taken_back_was_never_given(clock, db, alice):
    made = builders.make_follow_up(builders.make_lead(owner=alice), owner=alice, due_at=DUE)
    made.take_back(clocks.now(), alice.id)
    db.session.commit()

    assert find.promise_record(SINCE, UNTIL, now=DUE + timedelta(days=2)) == PromiseRecord()
    assert find.promises_of_day(alice, DUE.date(), UTC) == []


def test_people_and_promotions_have_records_of_their_own(clock, db, alice, bob):
    lead = builders.make_lead(owner=alice)
    promotion = builders.make_promotion(leads=[lead])
    builders.make_follow_up(lead, owner=alice, due_at=DUE, kept_at=DUE, promotion_id=promotion.id)
    builders.make_follow_up(lead, owner=bob, due_at=DUE)
    db.session.commit()
    now = DUE + timedelta(days=2)

    people = find.records_by_person(SINCE, UNTIL, now=now)

    assert people == {alice.id: PromiseRecord(kept=1), bob.id: PromiseRecord(broken=1)}
    only = find.promise_record(SINCE, UNTIL, now=now, promotion_id=promotion.id)
    assert only == PromiseRecord(kept=1)


def test_a_day_is_the_readers_day_and_knows_what_was_moved_away(clock, db, alice, bob):
    zone = clocks.zone("Pacific/Apia")
    lead = builders.make_lead(owner=alice, time_zone="Pacific/Honolulu")
    night = datetime(2026, 3, 9, 11, 0, tzinfo=UTC)  # midnight of the 10th in Apia
    first = builders.make_follow_up(lead, owner=alice, due_at=night)
    builders.make_follow_up(lead, owner=alice, due_at=night - timedelta(seconds=1))
    builders.make_follow_up(lead, owner=bob, due_at=night)
    moved = builders.make_follow_up(lead, owner=alice, due_at=night + timedelta(days=5))
    moved.moves.append(
        FollowUpMove(due_at=night + timedelta(hours=1), breaks_at=night + timedelta(days=1))
    )
    db.session.commit()
    day = date(2026, 3, 10)

    assert find.promises_of_day(alice, day, zone) == [first]
    assert find.moves_of_day(alice, day, zone) == moved.moves
    assert [one.due_at for one in find.owed_from_before(alice, day, zone)] == [
        night - timedelta(seconds=1)
    ]
