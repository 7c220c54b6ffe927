"""One promise: moved to the moment they asked for, or closed with a reason."""

import pytest

from leadtracker.models import FollowUp
from leadtracker.services import follow_ups
from tests.support import builders


@pytest.fixture
def promise(clock, db, alice):
    lead = builders.make_lead("Copper State", owner=alice, time_zone="America/Phoenix")
    made = builders.make_follow_up(lead, owner=alice, note="Wants the price")
    db.session.commit()
    return made


def test_both_forms_say_what_was_agreed_in_both_zones(promise, sign_in, alice):
    page = sign_in(alice).get(f"/promises/{promise.id}/edit").text

    assert "Copper State" in page
    assert "Tue 10 Mar, 4:00\u00a0am their time" in page
    assert "Tue 10 Mar, 11:00\u00a0am" in page
    assert "Wants the price" in page


@pytest.mark.parametrize("method", ["post", "patch"])
def test_it_is_moved_in_words(promise, sign_in, alice, db, method):
    answer = getattr(sign_in(alice), method)(
        f"/promises/{promise.id}", data={"follow_up": "mañana a las 10"}
    )

    assert answer.headers["Location"] == "/day"
    moved = db.session.get(FollowUp, promise.id)
    assert moved.due_at.isoformat() == "2026-03-11T17:00:00+00:00"
    assert moved.said == "mañana a las 10"


def test_htmx_is_sent_back_to_the_day(promise, sign_in, alice):
    answer = sign_in(alice).patch(
        f"/promises/{promise.id}", data={"follow_up": "tomorrow 3pm"}, htmx=True
    )

    assert answer.headers["HX-Redirect"] == "/day"


@pytest.mark.parametrize(
    ("said", "complaint"),
    [("", "Say when"), ("whenever", "Not sure when that is"), ("1 dec 2020", "has passed")],
)
def test_what_is_no_moment_is_told_at_the_field(promise, sign_in, alice, said, complaint):
    answer = sign_in(alice).patch(f"/promises/{promise.id}", data={"follow_up": said}, htmx=True)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert "field-bad" in answer.text


def test_it_is_closed_with_a_reason(promise, sign_in, alice, db):
    answer = sign_in(alice).post(
        f"/promises/{promise.id}/closure", data={"reason": "They ordered by mail"}
    )

    assert answer.headers["Location"] == "/day"
    assert db.session.get(FollowUp, promise.id).closed_reason == "They ordered by mail"


def test_without_a_reason_it_stays(promise, sign_in, alice, db):
    answer = sign_in(alice).post(f"/promises/{promise.id}/closure", data={"reason": " "})

    assert answer.status_code == 422
    assert "Say why this promise needs no call." in answer.text
    assert db.session.get(FollowUp, promise.id).is_open


def test_a_closed_one_is_shown_without_forms(promise, sign_in, alice):
    follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    page = sign_in(alice).get(f"/promises/{promise.id}/edit").text

    assert "They ordered by mail" in page
    assert 'name="follow_up"' not in page


def test_a_team_lead_may_change_it_and_goes_back_to_that_day(promise, sign_in, mona, alice):
    answer = sign_in(mona).post(f"/promises/{promise.id}", data={"follow_up": "tomorrow 3pm"})

    assert answer.headers["Location"] == f"/day?user={alice.id}"


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_it_does_not_exist_for_others(request, promise, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(f"/promises/{promise.id}/edit").status_code == 404
    assert browser.patch(f"/promises/{promise.id}").status_code == 404
    assert browser.post(f"/promises/{promise.id}/closure").status_code == 404
