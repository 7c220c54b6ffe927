"""Leads, found and read with the keyboard; every page of theirs as axe sees it."""

import re

import pytest
from playwright.sync_api import Page, expect

from leadtracker.services import imports
from tests.support.browser import PHONE, WINDOW, accessibility_faults, reach_over_the_edge
from tests.support.builders import make_lead
from tests.support.import_files import receive, start, table
from tests.support.servers import Floor

LONG_NAME = "The Worshipful Company of Wheelwrights and Donaudampfschifffahrtsgesellschaftsfelgen"

FILE = table(
    "Acme Imports,020 7946 0611,London,N1 9GU,a@acme.example",
    "Acme again,020 7946 0611,London,N1 9GU,",
    "Bolt Motors,0113 496,Leeds,LS1 4AP,",
)


@pytest.fixture
def floor(fresh_database):
    """The web alone."""
    floor = Floor(fresh_database)
    floor.start_web()
    yield floor
    floor.close()


@pytest.fixture
def leads(backstage) -> list[int]:
    """The ids of three of nobody's leads; the newest stands first."""
    with backstage():
        names = ("Cascade Fleet", "Boulder Customs", "Alder Tyres")
        return [make_lead(name).id for name in names]


@pytest.fixture
def imported(backstage, cast) -> tuple[int, int]:
    """The ids of an import that is done and of one that is being checked."""
    with backstage():
        done, checking = receive(FILE), receive(FILE)
        start(done)
        ids = done.id, checking.id
        imports.run_import(ids[0])
        return ids


def test_a_lead_is_found_and_opened_without_a_mouse(floor, leads, alice, sign_in):
    page = sign_in(alice)

    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/leads")
    expect(page.locator("#leads")).to_contain_text("Alder Tyres")
    page.keyboard.press("/")
    search = page.get_by_label("Name, number or town")
    expect(search).to_be_focused()
    page.keyboard.type("boulder")
    expect(page.locator("#lead-count")).to_contain_text("1 lead")
    expect(page).to_have_url(re.compile("q=boulder"))
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row]:focus")).to_contain_text("Boulder Customs")
    expect(search).to_have_value("boulder")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Boulder Customs")).to_be_visible()


def test_a_row_keeps_the_focus_when_the_list_changes_under_it(floor, leads, alice, sign_in):
    page = sign_in(alice)
    page.goto(f"{floor.url}/leads")
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.locator("[data-row]:focus")
    expect(row).to_contain_text("Boulder Customs")

    page.get_by_label("Name, number or town").evaluate(SEARCH_FOR, "boulder")

    expect(page.locator("#lead-count")).to_contain_text("1 lead")
    expect(row).to_contain_text("Boulder Customs")


#: As if the answer to what was typed came late.
SEARCH_FOR = """(field, words) => {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_the_palette_leads_to_a_lead(floor, leads, alice, sign_in):
    page = sign_in(alice)

    page.keyboard.press("Control+k")
    page.keyboard.type("cascade")
    expect(page.locator("#palette-leads")).to_contain_text("Cascade Fleet")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Cascade Fleet")).to_be_visible()


def test_a_number_is_blocked_after_a_second_thought(floor, leads, alice, sign_in):
    page = sign_in(alice)
    page.goto(f"{floor.url}/leads/{leads[0]}")

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Do not call this number").click()

    expect(page.locator("#phones")).to_contain_text("Do not call")
    expect(page.locator("#phones")).to_contain_text("Alice Ash")


def test_no_page_of_leads_keeps_anybody_out(floor, leads, imported, dora, sign_in, backstage):
    done, checking = imported
    with backstage():
        make_lead(LONG_NAME, contact_name=LONG_NAME, city=LONG_NAME)
    paths = (
        "/leads",
        "/leads?q=nirgendwo",
        f"/leads/{leads[0]}",
        f"/leads/{leads[-1] + 1}",
        f"/leads/{leads[0]}/edit",
        "/lists",
        "/lists/new?q=a",
        "/imports",
        f"/imports/{checking}/edit",
        f"/imports/{done}",
        f"/imports/{done}/rows",
    )
    page = sign_in(dora)

    assert [fault for path in paths for fault in faults_of(page, floor.url + path)] == []


def faults_of(page: Page, url: str) -> list[str]:
    """What axe finds there, by day and in the dark, on a desk and on a telephone."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(url)
        for window in (WINDOW, PHONE):
            page.set_viewport_size(window)
            where = f"{url} {window['width']} {scheme}"
            found += [f"{where}: {fault}" for fault in accessibility_faults(page)]
            found += [f"{where}: too wide: {part}" for part in reach_over_the_edge(page)]
    return found
