"""The live floor in a real browser, beside the desks it watches."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import CallState
from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import Call, PresenceSpan, User
from leadtracker.services import queue
from leadtracker.services.calls._standing import tell
from tests.support.browser import accessibility_faults
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_outcome_set,
    make_product,
    make_promotion,
    make_queue_item,
    make_script,
)
from tests.support.desk import OWN_PHONE, Desk, script
from tests.support.places import open_places

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def busy_floor(backstage, cast) -> None:
    """Alice has a lead on her desk, Bob talks, one of Bob's callbacks is late."""
    with backstage():
        alice, bob = (db.session.get(User, one.id) for one in (cast.alice, cast.bob))
        for user in (alice, bob):
            db.session.add(PresenceSpan(user_id=user.id, state=Presence.DESK))
        leads = [
            make_lead(name, team_id=alice.team_id, time_zone="Pacific/Auckland")
            for name in ("Castle Tyres", "Abbey Motors", "Moorland Rims", "Kirkgate Wheels")
        ]
        promotion = make_promotion(
            "Spring Alloy",
            leads=leads,
            products=[make_product()],
            script_id=make_script().id,
            outcome_set_id=make_outcome_set().id,
        )
        for lead in leads[:2]:
            make_queue_item(lead, promotion=promotion, team_id=alice.team_id)
        late = make_follow_up(
            leads[2], owner=bob, due_at=clock.now() - timedelta(minutes=41), note="Ask for Dee."
        )
        late.queue_item.state = QueueState.READY
        make_queue_item(leads[3], kind=QueueKind.HAND_OVER, owner=bob)
        make_call(
            leads[3],
            by=bob,
            promotion_id=promotion.id,
            state=CallState.CONNECTED,
            ended_at=None,
        )


@pytest.fixture
def lead_page(floor, busy_floor, cast, sign_in) -> Page:
    """Mona's tab, on the floor."""
    floor.start_web()
    page = sign_in(cast.mona)
    page.goto(floor.url + "/floor")
    return page


def row_of(page: Page, user: User):
    return page.locator(f"#person-{user.id}")


def end_call(user_id: int, **changes) -> None:
    call = db.session.query(Call).filter_by(user_id=user_id, wrapped_up_at=None).one()
    call.state, call.ended_at = CallState.ENDED, clock.now()
    for name, value in changes.items():
        setattr(call, name, value)
    tell(call)


def test_the_floor_shows_live_what_people_do(lead_page, cast, sign_in, backstage):
    alice, bob = row_of(lead_page, cast.alice), row_of(lead_page, cast.bob)
    expect(bob).to_contain_text("Talking")
    expect(bob).to_contain_text("Kirkgate Wheels")
    lead_page.evaluate("window.loadedOnce = true")

    with backstage():
        queue.leave_desk(db.session.get(User, cast.alice.id), Presence.LUNCH)
    expect(alice).to_contain_text("Lunch")

    with backstage():
        end_call(cast.bob.id, ended_at=clock.now() - timedelta(minutes=3))
    expect(bob).to_contain_text("Wrap-up, too long")
    expect(lead_page.locator("#floor-headline")).to_contain_text("Bob has been in wrap-up for 3")
    assert lead_page.evaluate("window.loadedOnce")


def test_a_lead_taken_from_a_desk_leaves_it_at_once_and_the_desk_says_why(lead_page, cast, sign_in):
    desk = Desk(sign_in(cast.alice)).expect_lead("Castle Tyres")
    lead_page.reload()
    row_of(lead_page, cast.alice).locator("tr").first.focus()

    row_of(lead_page, cast.alice).get_by_role("link", name="Take it from the desk").click()
    lead_page.get_by_label("Why", exact=True).fill("Bob knows them.")
    lead_page.get_by_role("button", name="Take it back").click()

    expect(desk.page.locator("#desk-told")).to_contain_text(
        "Mona Maple put Castle Tyres back into the queue."
    )
    expect(desk.page.locator("#desk-told")).to_contain_text("Bob knows them.")
    desk.expect_lead("Abbey Motors")
    expect(lead_page.locator("#toasts")).to_contain_text("Castle Tyres is off Alice’s desk.")


def test_a_cleared_wrap_up_frees_the_desk_at_once(lead_page, cast, sign_in, backstage):
    with backstage():
        end_call(cast.bob.id)
    desk = Desk(sign_in(cast.bob)).expect_state("wrap", "owed")
    row = row_of(lead_page, cast.bob)
    expect(row).to_contain_text("Wrap-up")
    row.locator("tr").first.focus()

    row.get_by_role("link", name="Clear the wrap-up").click()
    lead_page.get_by_label("Why", exact=True).fill("The browser broke.")
    lead_page.keyboard.press("Control+Enter")

    desk.expect_state("ready", "blocked", "empty")
    expect(desk.page.locator("#desk-told")).to_contain_text(
        "cleared the wrap-up of Kirkgate Wheels"
    )


def test_by_keyboard_work_is_given_and_taken_back(lead_page, cast):
    bob = row_of(lead_page, cast.bob)
    expect(lead_page.locator("#floor-side")).to_contain_text("Moorland Rims")

    lead_page.keyboard.press("j")
    expect(bob).to_have_class("person is-chosen")
    lead_page.keyboard.press("r")
    lead_page.get_by_label("To", exact=True).select_option(label="Alice Ash")
    lead_page.get_by_label("A word for them").fill("Dee is in until noon.")
    lead_page.keyboard.press("Control+Enter")

    expect(lead_page.locator("#toasts")).to_contain_text("1 lead went to Alice Ash.")
    expect(lead_page.locator("dialog:modal")).to_have_count(0)
    lead_page.keyboard.press("u")
    expect(lead_page.locator("#toasts")).to_contain_text("1 lead is back.")


def test_a_lead_is_looked_for_and_put_on_top_from_the_floor(lead_page, cast):
    bob = row_of(lead_page, cast.bob)
    bob.locator("tr").first.focus()

    bob.get_by_role("link", name="Put a lead on top").click()
    lead_page.get_by_label("Name, number or place of a lead").press_sequentially("Abbey")
    lead_page.get_by_role("button", name="Put Abbey Motors on top").click()

    expect(lead_page.locator("#toasts")).to_contain_text("Abbey Motors is on top for Bob Birch.")
    expect(lead_page.locator("dialog:modal")).to_have_count(0)


def test_o_gives_the_late_ones_to_who_is_free(lead_page, cast):
    expect(lead_page.locator("#floor-side")).to_contain_text("Late callbacks")

    lead_page.keyboard.press("o")

    expect(lead_page.locator("#toasts")).to_contain_text("1 late promise was given out.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [None, PHONE], ids=["desk", "phone"])
def test_the_floor_is_accessible(floor, busy_floor, cast, sign_in, scheme, window):
    floor.start_web()
    options = {"viewport": window} if window else {}
    page = sign_in(cast.dora, color_scheme=scheme, **options)
    page.goto(floor.url + "/floor")
    row_of(page, cast.bob).locator("tr").first.focus()

    assert accessibility_faults(page) == []
    row_of(page, cast.bob).get_by_role("link", name="Reassign").click()
    expect(page.get_by_label("A word for them")).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_coordinators_call_and_break_are_on_the_floor_within_seconds(
    floor, cast, backstage, sign_in
):
    place = open_places()[0]
    with backstage():
        alice = db.session.get(User, cast.alice.id)
        alice.phone = OWN_PHONE
        lead = make_lead("Open Wheels", phone=place.number(11), **place.fields)
        promotion = make_promotion("Winter sets", leads=[lead], products=[make_product()])
        make_queue_item(lead, promotion=promotion)
    floor.start_simulator()
    floor.start_web()
    script(floor, **{place.number(11): {"talk": 6000}})
    watching = sign_in(cast.mona)
    alices = row_of(watching, cast.alice)
    expect(alices).to_contain_text("Away")

    desk = Desk(sign_in(cast.alice)).expect_lead("Open Wheels")
    expect(alices).to_contain_text("Free")
    desk.dial()
    expect(desk.bar).to_contain_text("Talking")
    expect(alices).to_contain_text("Talking")
    expect(alices).to_contain_text("Open Wheels")

    desk.press("Shift+D").expect_state("wrap").press("5").press("Control+Enter")
    expect(alices).to_contain_text("Free")
    desk.press("Shift+B")
    desk.page.get_by_role("button", name="Lunch").click()
    expect(alices).to_contain_text("Lunch")
