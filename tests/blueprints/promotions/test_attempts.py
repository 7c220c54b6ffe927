"""How often and when a promotion tries its leads: written as a sentence, told when it changes."""

import pytest

from leadtracker.models import Activity, OutcomeSet, Promotion
from leadtracker.models.promotion import PromotionState


@pytest.fixture
def kept(director, form, db):
    """``kept(**changes)``: the draft that the page keeps."""

    def kept(**changes):
        director.post("/promotions", data=form(**changes))
        return db.session.query(Promotion).one()

    return kept


def test_an_empty_page_shows_the_usual_rules(director):
    page = director.get("/promotions/new").text

    assert 'name="attempts-tries" ' in page
    assert "attempts-parts" in page
    assert "hint-line warn" not in page


def test_blanks_that_are_left_empty_are_usual(kept):
    assert kept(**{"attempts-tries": ""}).attempt_rules == {}


def test_rules_are_kept_and_shown_again(kept, director):
    promotion = kept(
        **{"attempts-tries": "4", "attempts-parts": "morning+evening", "attempts-missed_days": "0"}
    )

    assert promotion.rules.tries == 4
    assert promotion.attempt_rules == {"tries": 4, "parts": ["morning", "evening"]}
    page = director.get(f"/promotions/{promotion.id}/edit").text
    assert '<option selected value="morning+evening">' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"attempts-tries": "0"}, "Tries in all: From 1 to 30."),
        ({"attempts-tries_a_day": "many"}, "Tries a day: Write a whole number."),
        ({"attempts-cool_down_days": "91"}, "From 0 to 90."),
        ({"attempts-parts": "night"}, "Choose one of the list."),
    ],
)
def test_a_blank_that_cannot_be_is_told(director, form, db, wrong, words):
    answer = director.post("/promotions", data=form(**wrong))

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Promotion).count() == 0


def test_an_unusual_number_is_amber_and_says_why(director):
    sentence = director.get(
        "/promotion-attempts?attempts-tries_a_day=5&attempts-rounds=4", htmx=True
    ).text

    assert "More than 3 calls a day are against the law in some places." in sentence
    assert "That is up to 24 calls to one lead." in sentence
    assert sentence.count("blank-warn") == 2


def test_the_outcomes_own_waits_stand_below(director, form, db):
    chosen = form()["outcome_set"]

    sentence = director.get(f"/promotion-attempts?outcome_set={chosen}", htmx=True).text

    assert "No answer 4 hours" in sentence
    assert db.session.query(OutcomeSet).count() == 1


def test_nonsense_is_answered_with_the_sentence(director):
    page = director.get("/promotion-attempts?attempts-tries=x&outcome_set=y", htmx=True)

    assert page.status_code == 200
    assert "Write a whole number." in page.text


def test_a_change_while_live_is_told_in_the_timeline(kept, director, form, db):
    promotion = kept()
    promotion.state = PromotionState.LIVE
    db.session.commit()

    changed = form(lead_list=promotion.list_id, **{"attempts-tries": "3"})
    director.post(f"/promotions/{promotion.id}", data=changed)

    change = db.session.query(Activity).filter_by(kind="promotion_updated").one()
    assert change.data["changes"] == {"tries": [6, 3]}
    page = director.get(f"/promotions/{promotion.id}").text
    assert "tries in all from 6 to 3" in page
    assert "up to 3 tries, 2 a day at most" in page


def test_only_who_writes_promotions_reads_the_sentence(sign_in, alice):
    assert sign_in(alice).get("/promotion-attempts").status_code == 403
