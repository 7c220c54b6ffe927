"""A key that bounces, or a hand that is not sure: every action of the desk sent twice happens once.

Dialling and outcomes are doubled in their own files; two presses that run beside each other in
``tests/services``.
"""

import pytest

from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, Call, CallOutcome, PresenceSpan
from tests.support import builders


@pytest.fixture
def desk(browser, items):
    """The first lead is on it."""
    browser.post("/desk/claim", htmx=True)
    return browser


@pytest.fixture
def settled(desk, items, outcome, alice, db) -> Call:
    call = builders.make_call(items[0].lead, by=alice, queue_item_id=items[0].id)
    db.session.commit()
    desk.post("/desk/outcome", data={"call": call.id, "outcome": outcome("busy").id}, htmx=True)
    return call


def count(db, kind: str) -> int:
    return db.session.query(Activity).filter_by(kind=kind).count()


@pytest.mark.parametrize(
    ("path", "more", "kind"),
    [
        ("/desk/skip", {"reason": "Wrong moment"}, "lead_skipped"),
        ("/desk/snooze", {"until": "in 1 h"}, "lead_snoozed"),
    ],
    ids=["skip", "snooze"],
)
def test_putting_a_lead_by_twice_leaves_the_next_one_where_it_is(desk, items, db, path, more, kind):
    form = {"item": items[0].id} | more

    first = desk.post(path, data=form, htmx=True)
    second = desk.post(path, data=form, htmx=True)

    assert "Abbey Motors" in first.text
    assert (second.status_code, "not on your desk any more" in second.text) == (409, True)
    assert [item.state for item in items] == [
        QueueState.SCHEDULED,
        QueueState.CLAIMED,
        QueueState.READY,
    ]
    assert count(db, kind) == 1


def test_undo_twice_takes_one_outcome_back(desk, settled, items, db):
    first = desk.delete(f"/calls/{settled.id}/outcome", htmx=True)
    second = desk.delete(f"/calls/{settled.id}/outcome", htmx=True)

    assert (first.status_code, second.status_code) == (200, 200)
    assert settled.owes_outcome
    assert count(db, "outcome_undone") == 1
    assert items[0].state is QueueState.CLAIMED


def test_an_outcome_again_after_its_undo_is_a_new_one(desk, settled, outcome, db):
    desk.delete(f"/calls/{settled.id}/outcome", htmx=True)

    form = {"call": settled.id, "outcome": outcome("busy").id}
    for _press in range(2):
        assert desk.post("/desk/outcome", data=form, htmx=True).status_code == 200

    assert db.session.query(CallOutcome).filter_by(undone_at=None).count() == 1


def test_a_break_twice_is_one_break_and_back_twice_is_one_return(desk, items, db):
    for _press in range(2):
        assert desk.post("/desk/rest", data={"state": "break"}, htmx=True).status_code == 200
    assert [item.state for item in items] == [QueueState.READY] * 3
    for _press in range(2):
        assert desk.delete("/desk/rest", htmx=True).status_code == 200

    spans = db.session.query(PresenceSpan).order_by(PresenceSpan.id)
    rests = [span for span in spans if span.is_rest]
    assert (len(rests), count(db, "presence_changed")) == (1, 2)


def test_opening_a_lead_twice_keeps_it(desk, items):
    for _press in range(2):
        answer = desk.post("/desk/claim", data={"item": items[2].id}, htmx=True)
        assert answer.status_code == 200

    assert [item.state for item in items] == [
        QueueState.READY,
        QueueState.READY,
        QueueState.CLAIMED,
    ]


def test_two_tabs_have_one_lead_and_one_call(desk, sign_in, alice, items, db):
    """Another browser even: the desk is the person's, not the tab's."""
    other = sign_in(alice)
    assert "Castle Tyres" in other.get("/desk").text
    form = {"item": items[0].id, "phone": items[0].lead.phones[0].id}

    desk.post("/calls", data=form | {"request_id": "first tab"}, htmx=True)
    refused = other.post("/calls", data=form | {"request_id": "second tab"}, htmx=True)

    assert (refused.status_code, "You are on a call" in refused.text) == (409, True)
    assert db.session.query(Call).count() == 1
    assert 'data-state="live"' in other.get("/desk").text


def test_an_outcome_in_one_tab_moves_the_other(desk, sign_in, alice, settled):
    other = sign_in(alice)

    assert "Abbey Motors" in other.get("/desk").text
    bar = other.get(f"/desk/call?lead={settled.lead_id}&seen=wrap", htmx=True)
    assert (bar.headers["HX-Retarget"], "Abbey Motors" in bar.text) == ("#desk", True)
