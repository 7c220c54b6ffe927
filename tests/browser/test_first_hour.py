"""The first hour: a list comes in, becomes a promotion, is worked by keyboard, and the board moves.

One long test, since each step stands on the one before it, as in somebody's first hour.
"""

import csv
from datetime import timedelta
from io import StringIO
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from leadtracker.domain import clock
from leadtracker.domain.policies import Role
from leadtracker.models import User
from tests.support.builders import make_user
from tests.support.desk import script
from tests.support.first_hour import (
    CALLS,
    HANGS_UP,
    OFFENDED,
    SLOW_TO_RING,
    Coordinator,
    watch_the_board,
)
from tests.support.places import closed_places, open_places

#: Not called today: some may be, for some the day is over.
LATER, ASLEEP = (24, 34, 44, 54, 64, 74), (84, 94, 16, 26, 36)
LEADS = len(CALLS) + len(LATER) + len(ASLEEP)


@pytest.fixture
def dora(backstage) -> User:
    """The director."""
    with backstage():
        return make_user("Dora Dogwood", role=Role.DIRECTOR)


def test_the_first_hour(floor, visit, alice, dora):
    floor.start()
    let_people_talk(floor)
    directors = visit()
    page = directors.sign_in(dora)

    import_the_list(page)
    add_a_product(page)
    write_a_script(page)
    launch_a_promotion(page)
    board = watch_the_board(page)

    coordinator = Coordinator(alice, visit, board)
    coordinator.work()

    assert (coordinator.calls, coordinator.orders) == (20, 3)
    board.expect_sold(3)
    coordinator.expect_own_figures()
    coordinator.obey_a_block_at_once(OFFENDED)


# --- the director --------------------------------------------------------------------------------


def the_list() -> bytes:
    """The list as a spreadsheet saves it, with a double and an empty line in it."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Company", "Contact person", "Telephone", "Town", "State", "Country"])
    places = cycle(open_places())
    awake = [*(ending for ending, _call in CALLS), *LATER]
    for ending in awake:
        rows.writerow(_cells(ending, next(places)))
    for ending in ASLEEP:
        rows.writerow(_cells(ending, closed_places()[0]))
    rows.writerow(["Twice Ltd", *_cells(ASLEEP[-1], closed_places()[0])[1:]])
    rows.writerow(["", "Nobody", "", "", "", "GB"])
    return text.getvalue().encode("utf-8-sig")


def _cells(ending: int, place) -> list[str]:
    contact = f"Pat Number{ending}"
    number = place.number(ending)
    return [f"Lead {ending} Ltd", contact, number, place.city, place.region, place.country]


def let_people_talk(floor) -> None:
    """Whoever answers stays until hung up, but for one who soon hangs up; some ring for long."""
    numbers = {
        place.number(ending): {"talk": 60 if ending == HANGS_UP else 6000}
        | ({"ring_after": 600} if ending in SLOW_TO_RING else {})
        for place in open_places()
        for ending, _call in CALLS
    }
    script(floor, **numbers)


def import_the_list(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Import").first.click()
    expect(page.get_by_role("heading", name="Bring in a list")).to_be_visible()
    file = {"name": "trade_counters.csv", "mimeType": "text/csv", "buffer": the_list()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Match columns").click()

    expect(page.get_by_role("heading", name="Match your columns")).to_be_visible()
    expect(page.get_by_label("Telephone becomes")).to_have_value("phone")
    expect(page.get_by_label("Country becomes")).to_have_value("country")
    side = page.locator("#import-side")
    expect(side.get_by_role("listitem").filter(has_text="Ready")).to_contain_text(str(LEADS))
    expect(side.get_by_role("listitem").filter(has_text="Twice, broken")).to_contain_text("2")
    page.get_by_label("List", exact=False).first.fill("Trade counters")
    page.get_by_role("button", name="Import", exact=False).last.click()

    expect(page.get_by_text(f"{LEADS} leads are in, 2 rows brought nothing new")).to_be_visible()
    expect(page.get_by_text(f"{LEADS} + 0 + 1 + 1 = {LEADS + 2}")).to_be_visible()


def add_a_product(page: Page) -> None:
    page.goto(page.url.partition("/imports")[0] + "/products/new")
    page.get_by_label("Name").fill("Alloy wheel 17")
    page.get_by_label("Code").fill("AW-17")
    page.get_by_label("Price").fill("120.00")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Alloy wheel 17").first).to_be_visible()


def write_a_script(page: Page) -> None:
    page.goto(page.url.partition("/products")[0] + "/scripts/new")
    page.get_by_label("Script", exact=True).fill("Winter wheels")
    page.locator("#step-1").get_by_label("Name").fill("Opening")
    page.get_by_label("The line").fill("Hello {first_name|there}, this is {coordinator|us}.")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1", exact=True)).to_be_visible()


def launch_a_promotion(page: Page) -> None:
    page.goto(page.url.partition("/scripts")[0] + "/promotions/new")
    # A promotion starts with the day of each lead: in the west it may still be yesterday.
    today = min(clock.today(clock.zone(place.time_zone)) for place in open_places())
    page.get_by_label("Name", exact=True).fill("Winter sets")
    page.get_by_label("Product 1", exact=True).select_option(label="Alloy wheel 17 · AW-17")
    page.get_by_label("Offer price of product 1").fill("99.00")
    page.get_by_label("List", exact=True).select_option(label=f"Trade counters, {LEADS} leads")
    expect(page.locator("#audience")).to_contain_text(f"{LEADS}leads may be called")
    page.get_by_label("Script", exact=True).select_option(label="Winter wheels")
    page.get_by_label("Starts").fill(today.isoformat())
    page.get_by_label("Deadline").fill((today + timedelta(days=14)).isoformat())
    page.get_by_label("Orders to sell").fill("12")
    page.get_by_role("button", name="Keep as a draft").click()

    awake = LEADS - len(ASLEEP)
    expect(page.get_by_text(f"{LEADS} leads join the queue.")).to_be_visible()
    expect(page.get_by_text(f"{awake} of them may be called at once.")).to_be_visible()
    page.get_by_role("button", name="Launch").click()
    expect(page.get_by_text("Winter sets").first).to_be_visible()
