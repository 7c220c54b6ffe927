"""One promotion's page."""

from datetime import timedelta

from leadtracker.domain import clock as clocks
from tests.blueprints.promotions.test_index import words_of
from tests.support import builders


def test_the_page_answers_for_one_promotion(director, sold, alice, db):
    promotion = sold("Spring Alloy", a_day=5, target=90, brief="Lead with stock.")
    outcome = promotion.outcome_set.outcomes[0]
    builders.make_call(
        builders.make_lead(owner=alice), by=alice, promotion_id=promotion.id, outcome_id=outcome.id
    )
    db.session.commit()

    words = words_of(director.get(f"/promotions/{promotion.id}"))

    assert "50 of 90 orders sold, heading for" in words
    assert "likely to reach target" in words
    assert outcome.label in words
    assert "Alice Ash" in words
    assert "Lead with stock." in words
    assert "£18,000.00" in words or "£18k" in words


def test_it_tells_how_its_promises_were_kept(director, sold, alice, bob, db, clock):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    lead = builders.make_lead(owner=alice)
    due_at = clocks.now() - timedelta(days=1)
    for owner, kept_at in ((alice, due_at), (alice, due_at), (alice, None), (bob, None)):
        builders.make_follow_up(
            lead, owner=owner, promotion_id=promotion.id, due_at=due_at, kept_at=kept_at
        )
    db.session.commit()

    words = words_of(director.get(f"/promotions/{promotion.id}"))

    people = words[words.index("Promises kept") :]
    assert "67 %" in people[people.index("Alice Ash") : people.index("Bob")]
    assert "50 %" in people[people.index("All") :]


def test_a_promotion_of_this_morning_has_a_page(director, db, clock):
    promotion = builders.make_promotion("Fresh")
    db.session.commit()

    words = words_of(director.get(f"/promotions/{promotion.id}"))

    assert "A forecast comes on Tue 17 Mar" in words
    assert "No call yet" in words


def test_a_promotion_on_days_off_alone_has_a_page(director, db, clock):
    from datetime import date

    promotion = builders.make_promotion(
        "Weekend", starts_on=date(2026, 3, 14), deadline_on=date(2026, 3, 15)
    )
    db.session.commit()

    assert director.get(f"/promotions/{promotion.id}").status_code == 200


def test_htmx_gets_the_part_that_changes(director, sold):
    promotion = sold("Spring Alloy", a_day=1, target=90)

    page = director.get(f"/promotions/{promotion.id}", htmx=True).text

    assert "<html" not in page
    assert "live:board_changed from:body" in page


def test_what_is_not_there_is_not_found(director):
    assert director.get("/promotions/987654").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_calls(
    director, sold, alice, bob, db, count_queries
):
    promotion = sold("Spring Alloy", a_day=1, target=90)
    address = f"/promotions/{promotion.id}"
    director.get(address, htmx=True)
    with count_queries() as few:
        director.get(address, htmx=True)
    for person in (alice, bob):
        lead = builders.make_lead(owner=person)
        for _ in range(3):
            builders.make_call(lead, by=person, promotion_id=promotion.id)
            builders.make_order(lead, by=person, promotion=promotion)
    db.session.commit()
    with count_queries() as many:
        director.get(address, htmx=True)

    assert len(many) == len(few)
    assert len(many) <= 20
