"""Why the queue is empty: every lead that waits counts under what it waits for."""

from datetime import timedelta

import pytest

from leadtracker.domain.queue import QueueState, WaitsFor
from leadtracker.queries import queue as find
from leadtracker.queries import queue_lists as find_lists
from leadtracker.serializers.queue_rows import queue_panel
from leadtracker.services import postponements, queue, queue_sweeps
from tests.support import builders


@pytest.fixture
def wait(clock, db, alice):
    """``wait(cause, hours)``: a lead of Alice's that waits so long for this."""

    def wait(cause, hours=1, **fields):
        at = builders.clock.now() + timedelta(hours=hours)
        lead = builders.make_lead(owner=alice)
        return builders.make_queue_item(
            lead,
            owner=alice,
            state=QueueState.SCHEDULED,
            not_before=at,
            waits_for=cause,
            **fields,
        )

    return wait


def test_each_cause_has_its_count_and_its_next_moment(wait, alice, db, noise):
    later, sooner = wait(WaitsFor.COOL_DOWN, 5), wait(WaitsFor.COOL_DOWN, 2)
    wait(WaitsFor.ENOUGH_TODAY, 9)
    db.session.commit()

    causes = find_lists.waiting_causes(find.pools_of(alice))

    assert [(cause.waits_for, cause.count) for cause in causes] == [
        (WaitsFor.COOL_DOWN, 2),
        (WaitsFor.ENOUGH_TODAY, 1),
    ]
    assert causes[0].next_at == sooner.not_before < later.not_before


def test_what_is_ready_waits_for_nothing(wait, alice, db, clock):
    wait(WaitsFor.RETRY)
    db.session.commit()
    clock.shift(timedelta(hours=1))

    queue_sweeps.make_due_ready()

    assert find_lists.waiting_causes(find.pools_of(alice)) == []


def test_every_cause_is_said_in_words_and_the_counts_add_up(wait, alice, db, app):
    for cause in WaitsFor:
        wait(cause)
    db.session.commit()

    with app.test_request_context():
        panel = queue_panel(alice, None)

    assert panel.waiting_count == str(len(WaitsFor))
    assert len({line.why for line in panel.causes}) == len(WaitsFor)


def test_a_skip_and_a_snooze_say_so(db, clock, alice):
    items = [builders.make_queue_item(builders.make_lead(owner=alice)) for _each in range(2)]
    db.session.commit()

    skipped = queue.claim_next(alice)
    postponements.skip_item(skipped, reason="Wrong moment", by=alice)
    snoozed = queue.claim_next(alice)
    postponements.snooze_item(snoozed, until=builders.clock.now() + timedelta(hours=3), by=alice)

    assert {skipped.id, snoozed.id} == {item.id for item in items}
    assert (skipped.waits_for, snoozed.waits_for) == (WaitsFor.SKIPPED, WaitsFor.SNOOZED)
