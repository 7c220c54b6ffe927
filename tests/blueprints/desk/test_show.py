"""The call desk as a page."""

import re

from tests.support import builders


def test_an_empty_desk_says_so_and_opens_the_next_call_by_itself(browser, items):
    page = browser.get("/desk").text

    assert "The next call is ready" in page
    assert 'hx-trigger="submit, load"' in page


def test_the_claimed_lead_is_on_it_with_script_outcomes_and_time(browser, items):
    browser.post("/desk/claim", htmx=True)

    page = browser.get("/desk").text

    assert "Castle Tyres" in page
    assert "Dial" in page
    assert "in London" in page or "in Leeds" in page
    assert "Spring Alloy" in page
    assert "Do not call" in page


def test_nothing_to_call_is_told_with_the_reason(browser, clock, db, alice):
    lead = builders.make_lead("Castle Tyres", owner=alice)
    builders.make_follow_up(lead, owner=alice)

    page = browser.get("/desk").text

    assert "Nobody can be called right now" in page
    assert "Castle Tyres" in page


def test_a_missing_outcome_is_owed_after_a_reload_whatever_the_browser(
    sign_in, items, alice, clock, db
):
    call = builders.make_call(items[0].lead, by=alice, queue_item_id=items[0].id)
    call.promotion_id = items[0].promotion_id
    db.session.commit()
    clock.shift(12 * 60)

    page = sign_in(alice).get("/desk").text

    assert "This call still owes its outcome" in page
    assert 'data-call="owed"' in page


def test_somebody_else_does_not_see_my_desk(sign_in, items, charlie, browser):
    browser.post("/desk/claim", htmx=True)

    assert "Castle Tyres" not in sign_in(charlie).get("/desk").text


def test_it_needs_a_sign_in(client):
    assert client.get("/desk").status_code == 302


def test_the_queue_is_read_with_a_fixed_number_of_queries(browser, items, count_queries):
    browser.post("/desk/claim", htmx=True)
    with count_queries() as few:
        browser.get("/desk/queue", htmx=True)
    for number in range(20):
        builders.make_queue_item(builders.make_lead(f"More {number}", team_id=items[0].team_id))
    with count_queries() as many:
        browser.get("/desk/queue", htmx=True)

    assert len(many) == len(few)


def test_no_two_parts_of_it_share_an_id(browser, items):
    browser.post("/desk/claim", htmx=True)

    ids = re.findall(r' id="([^"]+)"', browser.get("/desk").text)

    assert sorted(ids) == sorted(set(ids))


def test_the_page_asks_the_database_no_more_than_it_did(browser, items, count_queries):
    """It is asked for on every reload and in every tab: what it costs, the floor waits for."""
    browser.post("/desk/claim", htmx=True)

    with count_queries() as queries:
        browser.get("/desk")

    assert len(queries) <= 26
