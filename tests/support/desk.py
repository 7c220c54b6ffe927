"""A coordinator at the call desk, who has no mouse."""

import json
from urllib.request import Request, urlopen

from playwright.sync_api import Locator, Page, expect

#: Own telephones of coordinators: the simulated network picks them up and presses 1.
OWN_PHONE = "+442079460911"


class Desk:
    """What a person does and sees on ``page``, which shows the call desk."""

    def __init__(self, page: Page):
        self.page = page
        #: Power mode without a breath: the key before has dialled.
        self.dials_by_itself = False

    def press(self, *keys: str) -> "Desk":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def write(self, words: str) -> "Desk":
        self.page.keyboard.type(words)
        return self

    def expect_state(self, *states: str) -> "Desk":
        """Wait until the desk is ready, live, wrap, owed, blocked or empty: one of those named."""
        for_any = ", ".join(f"body[data-call={state}]" for state in states)
        expect(self.page.locator(for_any)).to_be_attached()
        return self

    def expect_lead(self, name: str) -> "Desk":
        expect(self.name).to_have_text(name)
        return self

    @property
    def state(self) -> str:
        return self.page.locator("body").get_attribute("data-call")

    @property
    def name(self) -> Locator:
        """The name of the lead on the desk."""
        return self.page.locator("#lead-name")

    @property
    def bar(self) -> Locator:
        """Where the call stands, in words."""
        return self.page.locator("#callbar")

    @property
    def queue(self) -> Locator:
        """The names of the queue's leads, the next one first."""
        return self.page.locator("#desk-queue .queue-main b")

    def dial(self) -> "Desk":
        """Wait until somebody is being rung, or that is over already; D is pressed for it."""
        if not self.dials_by_itself:
            self.expect_state("ready").press("d")
        return self.expect_state("live", "wrap")

    def talk(self) -> "Desk":
        """Dial and wait until the lead has answered."""
        self.dial()
        expect(self.bar).to_contain_text("Talking")
        return self

    def hang_up(self) -> "Desk":
        return self.press("Shift+D").expect_state("wrap")


def script(floor, *, faults: dict | None = None, **numbers: dict) -> None:
    """Tell the network what telephones do: ``script(floor, **{"+44…": {"talk": 600}})``.

    ``faults`` go wrong on all lines; the whole script is replaced.
    """
    body = json.dumps({"numbers": numbers, "faults": faults or {}}).encode()
    request = Request(f"{floor.simulator_url}/_sim/script", body, method="PUT")
    request.add_header("Content-Type", "application/json")
    urlopen(request, timeout=5).close()


def told(floor) -> list[dict]:
    """Everything the network was asked and has told so far."""
    with urlopen(f"{floor.simulator_url}/_sim/log", timeout=5) as answer:
        return json.load(answer)["entries"]
