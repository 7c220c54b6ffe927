"""The call desk in a real browser: keys, tabs, small windows, the dark, and how fast it is told."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import Call
from tests.support.browser import PHONE, WINDOW, accessibility_faults, reach_over_the_edge
from tests.support.builders import (
    make_call,
    make_lead,
    make_outcome_set,
    make_product,
    make_promotion,
    make_queue_item,
    make_script,
)
from tests.support.desk import Desk, script, told
from tests.support.places import closed_places, open_places

#: Endings of numbers that answer, so many that a test never runs out.
ANSWERING = (11, 21, 31, 41, 51)

STEPS = [
    {"name": "Opening", "line": "Hello {first_name}, this is {coordinator}.", "cue": "Smile."},
    {"name": "Offer", "line": "Until {deadline} a set costs less.", "cue": ""},
]


@pytest.fixture
def leads(backstage) -> list[str]:
    """Names of leads that answer, in the queue of everybody, in this order."""
    place = open_places()[0]
    with backstage():
        people = [
            make_lead(
                f"Wheels {ending} Ltd",
                phone=place.number(ending),
                contact_name=f"Pat Number{ending}",
                **place.fields,
            )
            for ending in ANSWERING
        ]
        promotion = make_promotion(
            "Winter sets",
            leads=people,
            products=[make_product("Alloy wheel")],
            script_id=make_script(steps=STEPS).id,
            outcome_set_id=make_outcome_set().id,
        )
        for lead in people:
            make_queue_item(lead, promotion=promotion)
    return [lead.company for lead in people]


@pytest.fixture
def telephones(floor):
    """Web and simulated network; whoever answers stays on the line."""
    floor.start_simulator()
    floor.start_web()
    numbers = {open_places()[0].number(ending): {"talk": 6000} for ending in ANSWERING}
    script(floor, **numbers)


def test_d_pressed_again_and_again_dials_once(telephones, leads, alice, sign_in, backstage):
    desk = Desk(sign_in(alice)).expect_lead(leads[0])

    desk.press("d", "d", "d").expect_state("live")

    expect(desk.bar).to_contain_text("Talking")
    desk.press("d")
    with backstage():
        assert db.session.query(Call).count() == 1


def test_a_control_that_has_just_appeared_does_not_load_the_page_again(
    telephones, leads, alice, sign_in
):
    desk = Desk(sign_in(alice)).expect_lead(leads[0])
    desk.page.evaluate(PRESS_WHATEVER_COMES)

    desk.press("d")

    desk.page.wait_for_function("() => window.hasHungUp")
    desk.expect_state("ready")  # nobody was rung, so nothing is owed
    assert desk.page.evaluate("window.isTheSamePage") is True


#: Hangs up in the instant in which that is possible.
PRESS_WHATEVER_COMES = """() => {
  window.isTheSamePage = true;
  new MutationObserver((_changes, observer) => {
    const form = document.querySelector("#callbar form[action$=ending]");
    if (!form) return;
    observer.disconnect();
    setTimeout(() => { form.requestSubmit(); window.hasHungUp = true; });
  }).observe(document.body, { childList: true, subtree: true });
}"""


@pytest.mark.parametrize("window", [WINDOW, PHONE], ids=["desk", "telephone"])
def test_a_toast_covers_nothing_one_writes_into(floor, leads, alice, sign_in, window):
    floor.start_web()
    desk = Desk(sign_in(alice, viewport=window)).expect_lead(leads[0])

    desk.press("s").write("Wrong moment").press("Enter").expect_lead(leads[1])

    toast = desk.page.locator(".toast-item")
    expect(toast).to_contain_text(f"Skipped {leads[0]}")
    desk.page.wait_for_function(STANDS_CLEAR)


#: The toast lies wholly above what is along the foot of the page and shows.
STANDS_CLEAR = """() => {
  const toast = document.querySelector(".toast-item").getBoundingClientRect();
  const feet = [...document.querySelectorAll("[data-foot]")].filter((foot) => foot.offsetHeight);
  return feet.length > 0 && toast.bottom <= feet.at(-1).getBoundingClientRect().top;
}"""


def test_both_tabs_follow_one_call(telephones, leads, alice, visit):
    browser = visit()
    first = Desk(browser.sign_in(alice)).expect_lead(leads[0])
    second = Desk(browser.open_tab("/desk")).expect_lead(leads[0])

    first.page.bring_to_front()
    first.talk()

    expect(second.bar).to_contain_text("Talking")
    second.page.bring_to_front()
    second.hang_up()
    first.expect_state("wrap")


def test_a_second_tab_goes_on_to_the_next_lead_with_the_first(telephones, leads, alice, visit):
    browser = visit()
    first = Desk(browser.sign_in(alice)).expect_lead(leads[0])
    second = Desk(browser.open_tab("/desk")).expect_lead(leads[0])
    first.page.bring_to_front()
    first.talk().hang_up()

    first.press("5", "Control+Enter").expect_lead(leads[1])

    second.expect_lead(leads[1]).expect_state("ready")


def test_the_page_says_what_the_network_says_within_a_second(
    telephones, floor, leads, alice, sign_in
):
    desk = Desk(sign_in(alice))

    delays_ms = [delay_of_a_call(desk, floor, name) for name in leads[:3]]

    # The best of three: the machine may have much else to do.
    assert min(delays_ms) < 1000


def delay_of_a_call(desk: Desk, floor, name: str) -> float:
    """How long after the network began to tell it the page says that they talk; in ms."""
    desk.expect_lead(name).page.evaluate(NOTE_WHEN_TALKING)
    desk.talk()
    shown_at_ms = desk.page.evaluate("window.talkingAt")
    desk.hang_up().press("4", "Control+Enter").expect_state("ready")
    return shown_at_ms - 1000 * answered_at(floor)


#: Remembers the moment (ms since the epoch) at which the bar first says that they talk.
NOTE_WHEN_TALKING = """
new MutationObserver((_changes, observer) => {
  if (!document.getElementById("callbar").textContent.includes("Talking")) return;
  window.talkingAt = Date.now();
  observer.disconnect();
}).observe(document.body, { childList: true, subtree: true });
"""


def answered_at(floor) -> float:
    """When the network began to tell that the latest lead has answered, as a Unix time."""
    moments = [
        datetime.fromisoformat(entry["at"]).timestamp() - entry["milliseconds"] / 1000
        for entry in told(floor)
        if entry["kind"] == "event"
        and "role=lead" in entry["url"]
        and entry["params"].get("CallStatus") == "in-progress"
    ]
    return max(moments)


# --- everybody can use it ------------------------------------------------------------------------


def test_a_desk_at_work_can_be_used_by_everybody(telephones, leads, alice, sign_in):
    desk = Desk(sign_in(alice)).expect_lead(leads[0])
    assert faults_everywhere(desk.page) == []

    desk.talk()
    assert faults_everywhere(desk.page) == []

    desk.hang_up()
    assert faults_everywhere(desk.page) == []


def test_an_empty_desk_can_be_used_by_everybody(floor, alice, sign_in):
    floor.start_web()
    desk = Desk(sign_in(alice)).expect_state("empty")

    assert faults_everywhere(desk.page) == []


def test_a_desk_that_owes_an_outcome_can_be_used_by_everybody(
    floor, alice, leads, sign_in, backstage
):
    with backstage():
        then = clock.now() - timedelta(minutes=10)
        make_call(make_lead("Kerbside Ltd"), by=alice, started_at=then, ended_at=then)
    floor.start_web()

    desk = Desk(sign_in(alice)).expect_state("owed").expect_lead("Kerbside Ltd")

    assert faults_everywhere(desk.page) == []


def test_a_blocked_desk_says_why_and_can_be_used_by_everybody(floor, alice, sign_in, backstage):
    place = closed_places()[0]
    with backstage():
        lead = make_lead("Sleeping Ltd", phone=place.number(11), **place.fields)
        make_queue_item(lead)
    floor.start_web()

    desk = Desk(sign_in(alice)).expect_state("blocked")

    expect(desk.bar).to_contain_text(place.city)
    assert faults_everywhere(desk.page) == []


#: Even without motion a change of colours takes its moment.
COLOURS_HAVE_CHANGED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let still = 0; still < 3; still++) {
    await frame();
    if (document.getAnimations().some(({ playState }) => playState === "running")) still = 0;
  }
}"""


def faults_everywhere(page: Page) -> list[str]:
    """What axe finds, by day and in the dark, in the desk's own window and on a telephone."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for window in (WINDOW, PHONE):
            page.set_viewport_size(window)
            page.evaluate(COLOURS_HAVE_CHANGED)
            width = window["width"]
            found += [f"{width} {scheme} {fault}" for fault in accessibility_faults(page)]
    page.set_viewport_size(WINDOW)
    return found


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_call_is_made_on_a_small_screen(telephones, leads, alice, sign_in, color_scheme):
    page = sign_in(alice, viewport=PHONE, color_scheme=color_scheme)
    desk = Desk(page).expect_lead(leads[0])
    assert reach_over_the_edge(page) == []

    page.get_by_role("button", name="Dial").click()
    expect(desk.bar).to_contain_text("Talking")
    expect(page.get_by_text("Hello Pat")).to_be_visible()
    assert reach_over_the_edge(page) == []

    page.get_by_role("navigation", name="Call desk sections").get_by_text("Lead").click()
    page.get_by_role("button", name="Hang up").click()
    desk.expect_state("wrap")
    assert reach_over_the_edge(page) == []

    page.get_by_text("Not interested").click()
    page.get_by_role("button", name="Save, next lead").click()
    desk.expect_lead(leads[1])
