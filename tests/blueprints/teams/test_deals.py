"""How a team's leads are dealt: the rule, and dealing again."""

import pytest

from leadtracker.domain.distribution import Rule
from tests.support import builders


@pytest.fixture
def dealt(clock, alice, bob, db):
    """Four leads in the team's pool, to be dealt in turn."""
    alice.team.distribution = Rule.ROUND_ROBIN
    promotion = builders.make_promotion(leads=[], products=[builders.make_product()])
    items = [
        builders.make_queue_item(builders.make_lead(), promotion=promotion, team_id=alice.team_id)
        for _ in range(4)
    ]
    db.session.commit()
    return items


def test_a_team_is_given_a_rule_in_words(sign_in, ada, alice):
    browser = sign_in(ada)
    form = {"name": "North", "lead_id": "", "distribution": "language"}

    assert (
        "A lead goes to those who speak its language."
        in browser.get(f"/teams/{alice.team_id}").text
    )
    answer = browser.post(f"/teams/{alice.team_id}", data=form)

    assert answer.status_code == 303
    assert alice.team.distribution is Rule.LANGUAGE


def test_an_unknown_rule_is_refused(sign_in, ada, alice):
    form = {"name": "North", "lead_id": "", "distribution": "by_looks"}

    assert sign_in(ada).post(f"/teams/{alice.team_id}", data=form).status_code == 422


def test_the_preview_says_who_would_hold_how_much(dealt, sign_in, mona):
    page = sign_in(mona).get(f"/teams/{mona.team_id}/deal", htmx=True).text

    assert "Alice Ash" in page
    assert "Deal again now" in page


def test_dealing_again_deals(dealt, sign_in, mona, alice, bob):
    answer = sign_in(mona).post(f"/teams/{mona.team_id}/deal")

    assert (answer.status_code, answer.location) == (303, f"/floor?team={mona.team_id}")
    assert sorted(item.owner_id for item in dealt) == sorted([alice.id, bob.id] * 2)


def test_a_shared_heap_is_not_dealt(sign_in, mona, clock):
    browser = sign_in(mona)

    assert "Nothing to deal" in browser.get(f"/teams/{mona.team_id}/deal").text
    assert browser.post(f"/teams/{mona.team_id}/deal").status_code == 404


def test_strangers_and_coordinators_deal_nothing(dealt, sign_in, mona, alice, charlie):
    assert sign_in(mona).get(f"/teams/{charlie.team_id}/deal").status_code == 404
    assert sign_in(alice).post(f"/teams/{alice.team_id}/deal").status_code == 403


def test_what_somebody_speaks_is_written_by_name_or_code(sign_in, alice, ada):
    form = {"name": "Alice Ash", "time_zone": "Europe/London", "locale": "en", "phone": ""}
    browser = sign_in(alice)

    browser.post("/account", data=form | {"languages": "English, español"})
    assert alice.languages == ["en", "es"]
    assert "English, Spanish" in browser.get("/account").text

    answer = browser.post("/account", data=form | {"languages": "English, Klingonese"})
    assert answer.status_code == 422
    assert "Klingonese is no language we know." in answer.text
