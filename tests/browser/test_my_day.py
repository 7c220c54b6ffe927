"""My day and its reminders in a real browser: alive, accessible, in the dark and on a telephone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import FollowUp, FollowUpMove, User
from leadtracker.services import follow_ups, queue_sweeps, schedulers
from tests.support.browser import accessibility_faults
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_order,
    make_outcome_set,
    make_product,
    make_promotion,
)

PHONE = {"width": 390, "height": 844}


def zone_at_noon() -> str:
    """A zone in which it is about noon, whenever the test runs, so that the day holds it all."""
    ahead = 12 - clock.now().hour
    return f"Etc/GMT{-ahead:+d}"


@pytest.fixture
def day(backstage, cast) -> dict[str, int]:
    """At noon: one kept, one late and waiting, one to come, one moved, one owed since yesterday."""
    with backstage():
        alice = db.session.get(User, cast.alice.id)
        alice.time_zone = zone_at_noon()
        now = clock.now().replace(second=0, microsecond=0)
        made = {}
        for company, minutes, fields in (
            ("High Desert Auto", -150, {"kept_at": now - timedelta(minutes=144), "closed_at": now}),
            ("Copper State Wheel & Tire", -22, {"note": "Marisol, 17″ Vega price"}),
            ("Redwood Coast Auto", 46, {"note": "Dee, lug nuts and caps"}),
            ("Boulder Creek Customs", 4 * 24 * 60, {"note": "Ian, after his delivery"}),
            ("Mesa Verde Tire", -24 * 60, {"note": "Owen, the quote"}),
        ):
            lead = make_lead(company, owner=alice, time_zone=zone_at_noon(), city="Phoenix")
            due_at = now + timedelta(minutes=minutes)
            promise = make_follow_up(lead, owner=alice, due_at=due_at, **fields)
            made[company] = promise.id
        moved = db.session.get(FollowUp, made["Boulder Creek Customs"])
        moved.moves.append(
            FollowUpMove(
                due_at=now - timedelta(minutes=60),
                breaks_at=now + timedelta(hours=9),
                moved_at=now - timedelta(minutes=70),
            )
        )
        work_of_the_day(alice, now)
        db.session.commit()
        queue_sweeps.make_due_ready()
        schedulers.note_tick()
        return made


def work_of_the_day(alice: User, now) -> None:
    lead = make_lead("Castle Tyres", owner=alice)
    promotion = make_promotion(leads=[lead], products=[make_product()])
    outcomes = make_outcome_set().outcomes
    for number in range(24):
        make_call(
            lead,
            by=alice,
            started_at=now - timedelta(minutes=9 * number),
            outcome_id=outcomes[4 if number % 3 == 0 else 0].id,
            wrapped_up_at=now,
        )
    make_order(lead, by=alice, promotion=promotion)


@pytest.fixture
def page(floor, day, cast, sign_in) -> Page:
    floor.start_web()
    page = sign_in(cast.alice)
    wait_for_the_desk(page)
    page.goto(f"{floor.url}/day")
    return page


def wait_for_the_desk(page: Page) -> None:
    """Everybody's day begins there, and it takes up who waits longest."""
    expect(page.locator("#lead-name")).to_have_text("Mesa Verde Tire")


def test_the_day_is_read_from_top_to_bottom(page, day):
    expect(page.locator(".headline-text")).to_contain_text("Mesa Verde Tire is waiting")
    expect(page.locator("#owed .promise")).to_have_count(1)
    names = page.locator("#promised .promise-what a")
    expect(names).to_have_text(
        [
            "High Desert Auto",
            "Boulder Creek Customs",
            "Copper State Wheel & Tire",
            "Redwood Coast Auto",
        ]
    )
    expect(page.locator("#promised .badge")).to_have_text(
        ["Kept", "Moved", "Late", re.compile(r"In 4\d.min")]
    )


def wait_until_loaded(page: Page) -> None:
    """A new page is read before its keys are awake."""
    page.wait_for_load_state("load")


def test_the_keyboard_moves_through_days_and_calls_who_waits_longest(page, floor):
    page.keyboard.press("[")
    expect(page.locator("#promised .promise-what a")).to_have_text(["Mesa Verde Tire"])
    wait_until_loaded(page)
    page.keyboard.press("]")
    expect(page.locator("#owed")).to_be_visible()
    wait_until_loaded(page)

    page.keyboard.press("d")

    expect(page).to_have_url(f"{floor.url}/desk")
    expect(page.locator("#lead-name")).to_have_text("Mesa Verde Tire")


def test_a_promise_is_moved_in_words_and_stands_there_at_once(page, day):
    row = page.locator(f"#promise-{day['Redwood Coast Auto']}")
    row.get_by_role("link", name="Move or close").click()
    page.get_by_label("When did they ask for?").fill("in 3 days")
    expect(page.locator("#when-out")).to_contain_text("in Phoenix")
    assert accessibility_faults(page) == []

    page.get_by_role("button", name="Move it").click()

    expect(page.locator(".toast-item span")).to_contain_text("Redwood Coast Auto is called on")
    moved = page.locator(".promise", has_text="Redwood Coast Auto")
    expect(moved.locator(".badge")).to_have_text("Moved")


def test_a_promise_is_closed_with_a_reason(page, day):
    page.locator(f"#promise-{day['Mesa Verde Tire']}").get_by_role("link", name="Move").click()
    page.get_by_role("button", name="Close the promise").click()
    page.get_by_label("Why is no call needed?").fill("They ordered by mail")
    page.get_by_role("button", name="Close the promise").click()

    expect(page.locator("#owed")).to_have_count(0)


def test_the_page_follows_what_happens_and_counts_in_its_title(page, day, backstage, cast):
    with backstage():
        follow_ups.notice_due()
        promise = db.session.get(FollowUp, day["Redwood Coast Auto"])
        alice = db.session.get(User, cast.alice.id)
        follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)

    closed = page.locator(".promise", has_text="Redwood Coast Auto")
    expect(closed.locator(".badge")).to_have_text("Broken")
    expect(page).to_have_title("(1) My day · Leadtracker")

    with backstage():
        alice = db.session.get(User, cast.alice.id)
        for company in ("Mesa Verde Tire", "Copper State Wheel & Tire"):
            promise = db.session.get(FollowUp, day[company])
            follow_ups.close_promise(promise, reason="They ordered by mail", by=alice)
    expect(page).to_have_title("My day · Leadtracker")


def test_a_silent_scheduler_is_told_in_red_without_a_reload(page, backstage):
    line = page.locator("#scheduler-line .notice-bad")
    expect(line).to_have_count(0)
    with backstage():
        db.session.execute(
            db.text("UPDATE scheduler_lease SET ticked_at = :long_ago"),
            {"long_ago": "2026-01-01 00:00:00.000000"},
        )
        db.session.commit()
    expect(line).to_contain_text("Reminders are late.", timeout=30_000)

    with backstage():
        schedulers.note_tick()

    expect(line).to_have_count(0, timeout=30_000)


#: Stands in for what the system shows, which no test can look at; and for a page out of sight.
RECORDER = """
window.shown = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() { return (this.permission = "granted"); }
  constructor(title, options) { window.shown.push({ title, ...options }); }
};
Object.defineProperty(document, "hidden", { get: () => window.outOfSight === true });
"""


def look_away(tab: Page) -> None:
    tab.evaluate("outOfSight = true; document.dispatchEvent(new Event('visibilitychange'))")


def test_nine_tabs_out_of_sight_show_one_notification_and_name_nobody(
    floor, day, cast, visit, backstage
):
    floor.start_web()
    browser = visit()
    browser.context.add_init_script(RECORDER)
    account = browser.sign_in(cast.alice)
    wait_for_the_desk(account)
    account.goto(f"{floor.url}/account")
    assert account.evaluate("shown") == []
    account.get_by_role("button", name="Turn on notifications").click()
    expect(account.get_by_role("button", name="Turn off notifications")).to_be_visible()
    assert [one["title"] for one in account.evaluate("shown")] == ["Reminders are on"]
    account.evaluate("shown = []")
    tabs = [account, *(browser.open_tab("/day") for _ in range(8))]
    for tab in tabs:
        tab.evaluate("Notification.permission = 'granted'")
        expect(tab.locator("#me [data-live-target=on]")).to_be_attached()
        look_away(tab)

    with backstage():
        follow_ups.notice_due()

    for tab in tabs[1:]:
        expect(tab).to_have_title("(1) My day · Leadtracker")
    shown = [one for tab in tabs for one in tab.evaluate("shown")]
    assert {one["title"] for one in shown} == {"A callback is due"}
    assert len({one["tag"] for one in shown}) == 1
    assert sum(bool(tab.evaluate("shown")) for tab in tabs) == 1
    assert "Copper State" not in str(shown)


def test_nothing_is_shown_while_a_page_is_in_sight(floor, day, cast, visit, backstage):
    floor.start_web()
    browser = visit()
    browser.context.add_init_script(RECORDER)
    page = browser.sign_in(cast.alice)
    wait_for_the_desk(page)
    page.goto(f"{floor.url}/day")
    page.evaluate("localStorage.setItem('leadtracker-reminders', 'on')")
    page.evaluate("Notification.permission = 'granted'")
    other = browser.open_tab("/day")
    other.evaluate("Notification.permission = 'granted'")
    look_away(other)

    with backstage():
        follow_ups.notice_due()

    expect(page).to_have_title("(1) My day · Leadtracker")
    expect(other).to_have_title("(1) My day · Leadtracker")
    assert page.evaluate("shown") == other.evaluate("shown") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "telephone"])
def test_the_pages_are_accessible_and_fit(floor, day, cast, sign_in, scheme, size):
    floor.start_web()
    options = {"viewport": size} if size else {}
    page = sign_in(cast.alice, color_scheme=scheme, **options)

    for path in ("/day", "/day/2026-01-03", f"/promises/{day['Mesa Verde Tire']}/edit", "/account"):
        page.goto(floor.url + path)
        assert accessibility_faults(page) == [], path
        if size:
            width = size["width"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate("document.querySelector('main').scrollWidth") <= width, path
