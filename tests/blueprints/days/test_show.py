"""My day: promises in order, the figures, and whose day may be looked at."""

from datetime import timedelta

import pytest

from leadtracker.domain import clock as clocks
from leadtracker.domain.presence import Presence
from leadtracker.models import FollowUpMove, PresenceSpan
from leadtracker.services import queue_sweeps
from tests.blueprints.promotions.test_index import words_of
from tests.support import builders


def promise(owner, company, minutes, **fields):
    lead = builders.make_lead(company, owner=owner, **fields.pop("lead", {}))
    due_at = clocks.now() + timedelta(minutes=minutes)
    return builders.make_follow_up(lead, owner=owner, due_at=due_at, **fields)


@pytest.fixture
def busy_day(clock, db, alice, noise):
    """At ten: one kept, one waiting, one to come, one moved, one owed since yesterday."""
    now = clocks.now()
    promise(alice, "Kept Tyres", -60, kept_at=now - timedelta(minutes=54), closed_at=now)
    promise(alice, "Copper State", -22, note="Wants the price", lead={"city": "Leeds"})
    promise(alice, "Kona Wheels", 46)
    moved = promise(alice, "Boulder Customs", 3 * 24 * 60)
    moved.moves.append(
        FollowUpMove(
            due_at=now - timedelta(minutes=30),
            breaks_at=now + timedelta(hours=10),
            moved_at=now - timedelta(minutes=40),
        )
    )
    promise(alice, "Old Debt", -24 * 60)
    db.session.commit()
    queue_sweeps.make_due_ready()


def test_promises_stand_in_order_with_what_became_of_them(busy_day, sign_in, alice):
    words = words_of(sign_in(alice).get("/day"))

    order = [words.index(name) for name in ("Old Debt", "Kept Tyres", "Boulder Customs")]
    order += [words.rindex(name) for name in ("Copper State", "Kona Wheels")]
    assert order == sorted(order)
    assert "6 min late Kept" in words.replace("Kept 6 min late", "6 min late Kept")
    assert "they asked, now Fri 13 Mar" in words
    assert "In 46 min" in words
    assert "Old Debt is waiting for your call" in words
    assert "1 more waits." in words


def test_whoever_waits_can_be_put_on_the_desk(busy_day, sign_in, alice):
    browser = sign_in(alice)
    page = browser.get("/day").text

    item = page.split('name="item" value="')[1].split('"')[0]
    answer = browser.post("/desk/claim", data={"item": item})

    assert answer.headers["Location"].endswith("/desk")
    assert "Old Debt" in browser.get("/desk").text


def test_a_day_with_nothing_says_so(clock, sign_in, alice):
    words = words_of(sign_in(alice).get("/day"))

    assert "Nobody is waiting, and nothing is promised for today." in words
    assert "Nothing is promised for this day" in words
    assert "No promise has come due in these four weeks." in words


def test_hours_orders_and_breaks_are_those_of_the_day(clock, db, sign_in, alice):
    lead = builders.make_lead(owner=alice)
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    reached = promotion.outcome_set.outcomes[4]
    now = clocks.now()
    for minutes, outcome in ((70, reached), (65, None), (5, None)):
        builders.make_call(
            lead,
            by=alice,
            started_at=now - timedelta(minutes=minutes),
            outcome_id=outcome.id if outcome else None,
            wrapped_up_at=now,
        )
    builders.make_order(lead, by=alice, promotion=promotion)
    for state, begins, ends in ((Presence.DESK, 120, 40), (Presence.LUNCH, 40, 10)):
        db.session.add(
            PresenceSpan(
                user_id=alice.id,
                state=state,
                started_at=now - timedelta(minutes=begins),
                seen_at=now - timedelta(minutes=ends),
                ended_at=now - timedelta(minutes=ends),
            )
        )
    db.session.commit()

    words = words_of(sign_in(alice).get("/day"))

    assert "Calls 3 2 an hour at the desk" in words
    assert "Reached 1 33 % of the calls" in words
    assert "1 h 20 min" in words
    assert "Lunch 9:20 am to 9:50 am 30 min" in words
    assert "1 order" in words


def test_another_day_is_in_the_address(busy_day, sign_in, alice):
    browser = sign_in(alice)

    yesterday, friday = browser.get("/day/2026-03-09"), browser.get("/day/2026-03-13")

    assert "Old Debt" in yesterday.text
    assert "Copper State" not in yesterday.text
    assert "Boulder Customs" in friday.text
    for address in ("/day/soon", "/day/2026-13-01", "/day/0001-01-01", "/day/9999-12-31"):
        assert browser.get(address).status_code == 404


def test_a_team_lead_looks_at_the_days_of_their_team(busy_day, sign_in, mona, alice):
    words = words_of(sign_in(mona).get(f"/day?user={alice.id}"))

    assert "Alice’s day" in words
    assert "Old Debt is waiting for Alice’s call" in words


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_else_does(request, busy_day, sign_in, alice, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(f"/day?user={alice.id}").status_code == 404
    assert browser.get("/day?user=nobody").status_code == 404
    assert "Old Debt" not in browser.get("/day").text


def test_htmx_gets_the_part_and_no_session_lives_on_by_itself(busy_day, db, clock, sign_in, alice):
    browser = sign_in(alice)

    part = browser.get("/day", htmx=True).text

    assert "<html" not in part
    assert 'hx-headers=\'{"X-Unattended": "yes"}\'' in part
    clock.shift(timedelta(minutes=90))
    browser.get("/day", htmx=True, headers={"X-Unattended": "yes"})
    clock.shift(timedelta(minutes=40))
    assert browser.get("/day").status_code == 302


def test_a_day_takes_a_fixed_number_of_queries(busy_day, db, sign_in, alice, count_queries):
    browser = sign_in(alice)
    browser.get("/day")
    with count_queries() as few:
        browser.get("/day")
    for number in range(10):
        promise(alice, f"More {number}", 60 + number)
    db.session.commit()

    with count_queries() as many:
        browser.get("/day")

    assert len(many) == len(few)
    assert len(many) <= 15
