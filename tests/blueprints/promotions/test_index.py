"""The board."""

import html
import re
from datetime import timedelta

from leadtracker.domain import clock as clocks
from leadtracker.models.promotion import PromotionState
from leadtracker.services.orders import Wanted, place_order
from tests.support import builders


def words_of(answer) -> str:
    """The page as it is read: no tags, one space."""
    text = re.sub(r"<[^>]+>", " ", answer.text)
    return re.sub(r"\s+", " ", html.unescape(text)).replace("\u00a0", " ")


def test_the_board_opens_with_the_answer(director, sold):
    sold("Steelies", a_day=2, target=100)
    sold("Spring Alloy", a_day=5, target=90)

    words = words_of(director.get("/promotions"))

    assert "One of two promotions is on pace." in words
    assert re.search(r"Steelies is heading for \d+ short of its 100\.", words)


def test_the_most_at_risk_comes_first(director, sold):
    sold("Spring Alloy", a_day=5, target=90)
    sold("Steelies", a_day=2, target=100)

    page = director.get("/promotions", htmx=True).text

    assert page.index("<b>Steelies</b>") < page.index("<b>Spring Alloy</b>")


def test_each_row_says_sold_target_needed_rate_and_finish(director, sold):
    sold("Spring Alloy", a_day=5, target=90)

    words = words_of(director.get("/promotions"))

    assert "50 of 90 orders" in words
    assert re.search(r"Needs [\d.]+ a day, now 5\.", words)
    assert re.search(r"Heading for \d+ , \d+ to \d+", words)
    assert re.search(r"\d+ % likely", words)
    assert "On pace" in words


def test_before_five_days_there_is_no_forecast(director, alice, db, clock):
    promotion = builders.make_promotion("Fresh", products=[builders.make_product()])
    db.session.commit()

    words = words_of(director.get("/promotions"))

    assert "Forecast from Tue 17 Mar" in words
    assert "likely" not in words
    assert promotion.name in words


def test_an_order_shows_on_the_next_look(director, sold, alice):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    lead = builders.make_lead(owner=alice)
    before = words_of(director.get("/promotions"))

    place_order(
        lead,
        promotion=promotion,
        call=None,
        lines=[Wanted(promotion.offers[0].product, 1)],
        by=alice,
        request_id="press",
    )

    assert "10 of 90 orders" in before
    assert "11 of 90 orders" in words_of(director.get("/promotions", htmx=True))


def test_a_cancelled_order_does_not_count(director, sold, alice, db):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    lead = builders.make_lead(owner=alice)
    builders.make_order(lead, by=alice, promotion=promotion, cancelled_at=clocks.now())
    db.session.commit()

    assert "10 of 90 orders" in words_of(director.get("/promotions"))


def test_the_board_asks_again_when_something_changes(director, sold):
    sold("Spring Alloy", a_day=1, target=90)

    page = director.get("/promotions", htmx=True).text

    assert page.lstrip().startswith('<div class="board')
    assert "live:board_changed from:body" in page
    assert "every 15s" in page


def test_those_behind_an_equal_share_are_named(director, sold, alice, bob):
    sold("Spring Alloy", a_day=2, target=100, teams=[alice.team])

    words = words_of(director.get("/promotions"))

    assert "Behind their share" in words
    assert words.index("Bob Birch") < words.index("Alice Ash")


def test_the_segments_count_and_show_their_own(director, sold, db):
    sold("Running", a_day=1, target=90)
    sold("Resting", a_day=1, target=90, state=PromotionState.PAUSED)
    sold("Gone", a_day=1, target=9, state=PromotionState.ENDED, ended_at=clocks.now())
    builders.make_promotion("Next month", state=PromotionState.DRAFT)
    db.session.commit()

    live = words_of(director.get("/promotions"))
    planned = words_of(director.get("/promotions?state=planned"))
    ended = words_of(director.get("/promotions?state=ended"))

    assert "Live 2" in live
    assert "Planned 1" in live
    assert "Ended 1" in live
    assert "Paused" in live
    assert "Next month" in planned
    assert "Running" not in planned
    assert "Target reached" in ended


def test_an_unknown_segment_is_the_live_one(director, sold):
    sold("Running", a_day=1, target=90)

    assert "Running" in director.get("/promotions?state=nonsense").text


def test_an_empty_board_says_what_to_do(director):
    page = director.get("/promotions").text

    assert "No promotion is live" in page
    assert "/promotions/new" in page


def test_leads_left_are_those_still_to_be_called(director, sold, alice, db):
    promotion = sold("Spring Alloy", a_day=5, target=90)
    for _ in range(3):
        builders.make_queue_item(builders.make_lead(owner=alice), promotion=promotion)
    done = builders.make_queue_item(builders.make_lead(owner=alice), promotion=promotion)
    done.finish(clocks.now() - timedelta(days=1))
    db.session.commit()

    words = words_of(director.get("/promotions"))

    assert "3 leads left." in words


def test_team_leads_read_the_board_and_change_nothing(sign_in, mona, sold):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    browser = sign_in(mona)

    page = browser.get("/promotions")

    assert page.status_code == 200
    assert "New promotion" not in page.text
    assert browser.get("/promotions/new").status_code == 403
    assert browser.post(f"/promotions/{promotion.id}/pause").status_code == 403


def test_what_the_house_sells_is_not_for_coordinators(sign_in, alice, sold):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    browser = sign_in(alice)

    assert browser.get("/promotions").status_code == 403
    assert browser.get(f"/promotions/{promotion.id}").status_code == 403
    assert 'href="/promotions' not in browser.get("/account").text


def test_the_number_of_queries_does_not_grow_with_the_promotions(director, sold, count_queries):
    sold("One", a_day=1, target=90)
    director.get("/promotions", htmx=True)
    with count_queries() as few:
        director.get("/promotions", htmx=True)
    for number in range(4):
        sold(f"More {number}", a_day=1, target=90)
    with count_queries() as many:
        director.get("/promotions", htmx=True)

    assert len(many) == len(few)
    assert len(many) <= 12
