"""Bad days at the desk: the session ends, the network goes, the server dies, in mid-wrap-up."""

import pytest
from playwright.sync_api import Page, expect

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import Activity, Call, User, UserSession
from tests.support.builders import (
    PASSWORD,
    make_lead,
    make_outcome_set,
    make_promotion,
    make_queue_item,
)
from tests.support.desk import Desk, script
from tests.support.places import open_places

NOTE = "Wants black rims, asks for Pat"

#: What Chromium logs of requests that were refused or did not get through, as here they must.
EXPECTED = ("401", "409", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "htmx:", "500")


@pytest.fixture
def leads(backstage) -> list[str]:
    """Two leads that answer."""
    place = open_places()[0]
    with backstage():
        promotion = make_promotion("Winter sets", outcome_set_id=make_outcome_set().id)
        for ending in (11, 21):
            lead = make_lead(f"Wheels {ending}", phone=place.number(ending), **place.fields)
            make_queue_item(lead, promotion=promotion)
    return ["Wheels 11", "Wheels 21"]


@pytest.fixture
def web(floor):
    floor.start_simulator()
    script(floor, **{open_places()[0].number(ending): {"talk": 6000} for ending in (11, 21)})
    return floor.start_web()


@pytest.fixture
def browser(visit):
    """Alice's; what it complains of is what this test is about."""
    browser = visit()
    yield browser
    browser.complaints[:] = [
        complaint
        for complaint in browser.complaints
        if not any(word in complaint for word in EXPECTED)
    ]


@pytest.fixture
def wrapping_up(web, leads, alice, browser, backstage) -> Desk:
    """A call has ended and its note is written; the outcome is not set yet."""
    desk = Desk(browser.sign_in(alice)).expect_lead(leads[0])
    desk.talk().hang_up().press("n")
    with desk.page.expect_response(lambda answer: answer.url.endswith("/desk/draft")):
        desk.write(NOTE)
    assert the_call(backstage).draft["note"] == NOTE
    return desk


def the_call(backstage) -> Call:
    with backstage():
        return db.session.query(Call).order_by(Call.id).first()


def expect_settled_once(backstage) -> None:
    assert the_call(backstage).wrapped_up_at is not None
    assert the_call(backstage).note == NOTE
    with backstage():
        assert db.session.query(Activity).filter_by(kind="outcome_set").count() == 1


def end_sessions(backstage) -> None:
    with backstage():
        for session in db.session.query(UserSession):
            session.revoked_at = clock.now()


def sign_in_again(page: Page, user: User) -> None:
    """On the page that one is led to."""
    page.wait_for_url(lambda url: "/sign-in" in url)
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_note_comes_back_after_the_session_ended_under_it(wrapping_up, alice, leads, backstage):
    end_sessions(backstage)

    wrapping_up.press("Escape", "5", "Control+Enter")

    sign_in_again(wrapping_up.page, alice)
    wrapping_up.expect_lead(leads[0]).expect_state("wrap")
    expect(wrapping_up.page.get_by_label("Note")).to_have_value(NOTE)
    wrapping_up.press("5", "Control+Enter").expect_lead(leads[1])
    expect_settled_once(backstage)


def test_what_the_server_never_heard_comes_back_in_the_same_browser(
    wrapping_up, browser, alice, leads, backstage
):
    """The line was down while the last words were written, and the session was over after it."""
    browser.context.set_offline(True)
    wrapping_up.write(" at noon")
    end_sessions(backstage)
    browser.context.set_offline(False)

    sign_in_again(wrapping_up.page, alice)

    wrapping_up.expect_lead(leads[0]).expect_state("wrap")
    expect(wrapping_up.page.get_by_label("Note")).to_have_value(f"{NOTE} at noon")
    assert the_call(backstage).owes_outcome
    assert the_call(backstage).draft["note"] == NOTE


def test_the_note_comes_back_in_another_browser(wrapping_up, alice, leads, visit, backstage):
    end_sessions(backstage)

    other = Desk(visit().sign_in(alice))

    other.expect_lead(leads[0]).expect_state("wrap")
    expect(other.page.get_by_label("Note")).to_have_value(NOTE)
    other.press("5", "Control+Enter").expect_lead(leads[1])
    expect_settled_once(backstage)


def test_a_save_without_a_network_says_so_and_saves_once_when_tried_again(
    wrapping_up, browser, leads, backstage
):
    browser.context.set_offline(True)
    wrapping_up.press("Escape", "5", "Control+Enter")

    notice = wrapping_up.page.get_by_text("Could not reach the server. Your note is kept.")
    expect(notice).to_be_visible()
    wrapping_up.expect_lead(leads[0]).expect_state("wrap")
    expect(wrapping_up.page.get_by_label("Note")).to_have_value(NOTE)
    assert the_call(backstage).owes_outcome

    browser.context.set_offline(False)
    wrapping_up.page.get_by_role("button", name="Try now").press("Enter")

    wrapping_up.expect_lead(leads[1])
    expect(notice).to_be_hidden()
    expect_settled_once(backstage)


def test_a_save_to_a_server_that_died_is_sent_again_to_the_next_one(
    wrapping_up, floor, web, leads, backstage
):
    web.kill()
    wrapping_up.press("Escape", "5", "Control+Enter")
    notice = wrapping_up.page.get_by_text("Could not reach the server. Your note is kept.")
    expect(notice).to_be_visible()

    floor.start_web()
    wrapping_up.press("Control+Enter")

    wrapping_up.expect_lead(leads[1])
    expect_settled_once(backstage)
