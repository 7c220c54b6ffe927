"""Launch, pause, resumption and ending through the page."""

import pytest

from leadtracker.models import Promotion, QueueItem
from leadtracker.models.promotion import PromotionState


@pytest.fixture
def draft(director, form, db):
    director.post("/promotions", data=form())
    return db.session.query(Promotion).one()


@pytest.fixture
def live(director, draft):
    director.post(f"/promotions/{draft.id}/launch")
    return draft


def state_of(db, promotion) -> PromotionState:
    return db.session.get(Promotion, promotion.id).state


def test_the_draft_says_in_words_what_a_launch_does(director, draft):
    page = director.get(f"/promotions/{draft.id}/edit").text

    assert "1 lead joins the queue." in page
    assert f"/promotions/{draft.id}/launch" in page


def test_a_launch_puts_the_leads_into_the_queue(director, draft, db):
    answer = director.post(f"/promotions/{draft.id}/launch")

    assert answer.headers["Location"] == f"/promotions/{draft.id}"
    assert state_of(db, draft) is PromotionState.LIVE
    assert db.session.query(QueueItem).count() == 1


def test_what_cannot_be_launched_says_why(director, form, db):
    director.post("/promotions", data=form(**{"offers-0-product": ""}))
    promotion = db.session.query(Promotion).one()

    answer = director.post(f"/promotions/{promotion.id}/launch")

    assert answer.status_code == 422
    assert "Offer at least one product before the launch." in answer.text
    assert state_of(db, promotion) is PromotionState.DRAFT


def test_a_pause_is_made_and_taken_back(director, live, db):
    director.post(f"/promotions/{live.id}/pause")
    assert state_of(db, live) is PromotionState.PAUSED
    assert "Paused" in director.get(f"/promotions/{live.id}").text

    director.delete(f"/promotions/{live.id}/pause")
    assert state_of(db, live) is PromotionState.LIVE


def test_without_scripts_a_pause_is_taken_back_by_a_form(director, live, db):
    director.post(f"/promotions/{live.id}/pause")

    director.post(f"/promotions/{live.id}/resumption")

    assert state_of(db, live) is PromotionState.LIVE


def test_an_ended_promotion_cannot_be_changed(director, live, form, db):
    director.post(f"/promotions/{live.id}/ending")

    assert state_of(db, live) is PromotionState.ENDED
    answer = director.post(f"/promotions/{live.id}", data=form())
    assert answer.status_code == 422
    assert "has ended" in answer.text


def test_a_live_promotions_list_is_told_to_be_fixed(director, live, form, db):
    from tests.support import builders

    other = builders.make_list()
    db.session.commit()

    answer = director.post(f"/promotions/{live.id}", data=form(lead_list=other.id))

    assert answer.status_code == 422
    assert "Its leads are in the queue already" in answer.text


@pytest.mark.parametrize("act", ["launch", "pause", "resumption", "ending", "deletion"])
def test_none_of_it_is_a_coordinators_or_a_team_leads(sign_in, alice, mona, draft, act, db):
    for person in (alice, mona):
        assert sign_in(person).post(f"/promotions/{draft.id}/{act}").status_code == 403
    assert state_of(db, draft) is PromotionState.DRAFT


def test_what_was_decided_stands_on_the_page(director, live):
    director.post(f"/promotions/{live.id}/pause")

    page = director.get(f"/promotions/{live.id}").text

    assert "Written as a draft" in page
    assert "1 lead joined the queue" in page
    assert "Dora Dogwood" in page
