"""The floor's page, its rows and what stands beside them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from leadtracker.domain import clock as house_clock
from leadtracker.domain.presence import Presence
from leadtracker.models import PresenceSpan, QueueItem
from tests.support.builders import make_call, make_lead, make_queue_item, make_team, make_user


def test_the_sentence_on_top_answers_first(floor, browser, noise):
    page = browser.get("/floor").text

    assert "Nobody is on a call, one free." in page
    assert "Bob has been in wrap-up for 3\xa0min" in page
    assert ", and one callback is late." in page


def test_each_row_says_what_and_with_whom(floor, browser, alice, bob, noise):
    page = browser.get("/floor").text

    assert "Castle Tyres" in page
    assert "on the desk, not called yet" in page
    assert "Wrap-up, too long" in page
    assert "Nobody Near" not in page


def test_whoever_rests_or_is_away_is_shown_so(floor, browser, alice, bob, db):
    db.session.query(PresenceSpan).filter_by(user_id=alice.id).one().state = Presence.LUNCH

    assert "Lunch" in browser.get(f"/floor/people/{alice.id}", htmx=True).text
    db.session.query(PresenceSpan).filter_by(user_id=alice.id).delete()
    assert "Away" in browser.get(f"/floor/people/{alice.id}", htmx=True).text


def test_an_empty_floor_says_so(sign_in, mona, clock):
    assert "Nobody is on the floor." in sign_in(mona).get("/floor").text


def test_a_house_without_coordinators_says_whom_to_ask(sign_in, db):
    from leadtracker.domain.policies import Role

    lead = make_user("Lone Lime", role=Role.TEAM_LEAD, team_id=make_team("New").id)

    assert "Nobody to watch" in sign_in(lead).get("/floor").text


def test_the_director_chooses_a_team_or_everyone(floor, sign_in, dora, alice, charlie):
    browser = sign_in(dora)

    everyone = browser.get("/floor").text
    north = browser.get(f"/floor?team={alice.team_id}").text

    assert "Alice Ash" in everyone
    assert "Charlie Cedar" in everyone
    assert "Alice Ash" in north
    assert "Charlie Cedar" not in north


def test_htmx_gets_the_floor_alone(floor, browser):
    answer = browser.get("/floor", htmx=True)

    assert answer.text.lstrip().startswith('<div class="floor"')
    assert "HX-Request" in answer.headers["Vary"]


def test_the_summary_brings_the_sentence_and_the_last_line_along(floor, browser):
    answer = browser.get("/floor/summary", htmx=True).text

    assert 'id="floor-side"' in answer
    assert 'id="floor-headline" hx-swap-oob="true"' in answer
    assert 'id="floor-totals" hx-swap-oob="true"' in answer


@pytest.mark.parametrize("path", ["/floor", "/floor/summary", "/floor/people/{alice}"])
def test_a_coordinator_sees_no_floor(floor, sign_in, alice, path):
    assert sign_in(alice).get(path.format(alice=alice.id)).status_code == 403


def test_another_teams_people_do_not_exist(floor, browser, charlie):
    assert browser.get(f"/floor/people/{charlie.id}").status_code == 404


def test_as_many_queries_whatever_the_number_of_people(floor, browser, alice, count_queries, db):
    with count_queries() as few:
        browser.get("/floor")
    for number in range(12):
        user = make_user(f"Extra {number}", team_id=alice.team_id)
        db.session.add(PresenceSpan(user_id=user.id, state=Presence.DESK))
        make_call(make_lead(), by=user)
        make_queue_item(make_lead(), owner=user)
    db.session.commit()

    with count_queries() as many:
        browser.get("/floor")

    assert len(many) == len(few)
    assert len(many) <= 24


def figure(page: str, label: str) -> str:
    """The number beside a label of the queue's health or causes."""
    return re.search(rf"{label}<.*?<b[^>]*>([^<]+)</b>", page, re.DOTALL)[1]


def add_ready(db, like: QueueItem, count: int, **fields) -> None:
    """As many more as that, of the kind and in the pool of ``like``."""
    row = {name: getattr(like, name) for name in ("lead_id", "kind", "pool", "rank", "owner_id")}
    row |= {"state": like.state, "due_at": like.due_at, "not_before": like.not_before} | fields
    db.session.execute(insert(QueueItem), [row] * count)
    db.session.commit()


def test_due_are_promises_and_callable_is_whatever_is_ready(floor, browser, alice):
    for name in ("Quay Tyres", "Tarn Wheels"):
        make_queue_item(make_lead(name, team_id=alice.team_id), team_id=alice.team_id)

    page = browser.get("/floor/summary", htmx=True).text

    assert figure(page, "Due now") == "1"
    assert figure(page, "Callable now") == "3"


def test_a_promise_whose_moment_has_not_come_is_not_due(floor, browser, db):
    floor.late.due_at = house_clock.now() + timedelta(minutes=10)
    db.session.commit()

    assert figure(browser.get("/floor/summary", htmx=True).text, "Due now") == "0"


def test_large_heaps_are_counted_to_the_last(floor, browser, alice, bob, db):
    for user, count in ((alice, 1100), (bob, 2200)):
        add_ready(db, make_queue_item(make_lead(), owner=user), count - 1)

    page = browser.get("/floor/summary", htmx=True).text

    assert figure(page, "Callable now") == "3,301"
    assert "+33" in page


def test_more_late_promises_than_one_step_gives_are_counted_and_given_in_steps(floor, browser, db):
    add_ready(db, floor.late, 600)

    page = browser.get("/floor/summary", htmx=True).text

    assert figure(page, "Late callbacks") == "601"
    assert "Give the oldest 500 to who is free" in page
