"""Outcomes and attempt rules in a real browser: changed by keyboard, accessible, on a telephone."""

import pytest
from playwright.sync_api import Page, expect

from leadtracker.models import OutcomeSet
from tests.support.browser import PHONE, accessibility_faults, reach_over_the_edge
from tests.support.builders import (
    clock,
    make_call,
    make_lead,
    make_outcome_set,
    make_promotion,
)
from tests.support.desk import Desk


@pytest.fixture
def chosen(backstage, cast) -> int:
    """A set with a retired outcome, used by a live promotion."""
    with backstage():
        made = make_outcome_set("Fleet")
        made.outcomes[-1].retired_at = clock.now()
        make_promotion("Spring Alloy", outcome_set_id=made.id)
        return made.id


@pytest.fixture
def admin(floor, chosen, cast, sign_in) -> Page:
    floor.start_web()
    return sign_in(cast.ada)


@pytest.mark.parametrize(
    "look",
    [{}, {"color_scheme": "dark"}, {"viewport": PHONE}],
    ids=["light", "dark", "telephone"],
)
def test_the_pages_are_accessible_and_fit_the_window(floor, chosen, cast, sign_in, look, backstage):
    floor.start_web()
    page = sign_in(cast.ada, **look)
    with backstage() as db:
        outcome = db.session.get(OutcomeSet, chosen).outcomes[0].id
    paths = ["/outcome-sets", "/outcome-sets/new", f"/outcome-sets/{chosen}",
             f"/outcome-sets/{chosen}/outcomes/new", f"/outcome-sets/outcomes/{outcome}",
             "/promotions/new"]  # fmt: skip

    for path in paths:
        page.goto(floor.url + path)
        assert (path, accessibility_faults(page)) == (path, [])
        assert (path, reach_over_the_edge(page)) == (path, [])


def test_an_outcome_is_added_by_keyboard(admin, floor, chosen):
    admin.goto(f"{floor.url}/outcome-sets/{chosen}")

    admin.keyboard.press("n")
    expect(admin.get_by_label("Label")).to_be_focused()
    admin.keyboard.type("Engaged")
    admin.get_by_label("Wait", exact=True).fill("15")
    admin.get_by_label("Unit").select_option("minutes")
    admin.keyboard.press("Control+Enter")

    expect(admin.get_by_role("link", name="Engaged")).to_be_visible()


def test_an_unusual_number_turns_amber_while_the_sentence_is_written(admin, floor):
    admin.goto(f"{floor.url}/promotions/new")

    admin.get_by_label("Tries a day").fill("5")
    admin.keyboard.press("Tab")

    expect(admin.get_by_text("More than 3 calls a day are against the law")).to_be_visible()
    expect(admin.locator("[name=attempts-parts]")).to_be_focused()
    assert accessibility_faults(admin) == []


def test_the_wrap_up_doubts_an_outcome_that_does_not_fit_the_call_and_forbids_nothing(
    floor, cast, sign_in, backstage
):
    with backstage():
        lead = make_lead("Kerbside Ltd")
        make_call(lead, by=cast.alice, talk_seconds=30)
    floor.start_web()
    desk = Desk(sign_in(cast.alice)).expect_state("wrap", "owed").expect_lead("Kerbside Ltd")
    doubt = desk.page.locator(".wrap-doubt")

    desk.press("5")
    expect(doubt).to_contain_text("Long for No answer: such calls usually last 10 s at most.")
    assert accessibility_faults(desk.page) == []
    desk.press("4")
    expect(doubt).to_be_empty()
    desk.press("1")
    expect(doubt).to_contain_text("Short for Ordered: such calls usually last at least 45 s.")
    desk.press("5", "Control+Enter")

    desk.expect_state("empty")
