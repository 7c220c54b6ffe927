"""Take the README's pictures anew: `make screenshots`, of the demo, on a database of its own.

Every screen is taken in light and dark into `var/screenshots`; the few that are kept in the
repository are copied to `docs/screenshots`. Somebody has to be awake: the desk is taken in a call.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from leadtracker.services.demo.people import DOMAIN, PASSWORD
from tests.support.browser import PATIENCE_MS, WINDOW, find_chromium, launch
from tests.support.databases import Database
from tests.support.desk import script
from tests.support.servers import PROGRAMS, Floor

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = ROOT / "var" / "screenshots"
KEPT = ROOT / "docs" / "screenshots"
KEPT_NAMES = ("desk", "desk-dark", "desk-small", "promotions", "leads", "import")

TELEPHONE = {"width": 390, "height": 844}
#: One of them is at work at any hour at which anybody in the demo may be called.
COORDINATORS = ("tom.ashby", "priya.nair")
DIRECTOR = "helen.marsh"

#: Whoever is dialled picks up and stays, whatever their number says.
ANSWERS = {
    "outcome": "answered",
    "answer_after": 4,
    "talk": 6000,
    "answered_by": "human",
    "rest_error": None,
}

LIST = """Company;Contact;Telephone;Town;Country
Castle Tyres;Ellen Shaw;0113 496 0131;Leeds;GB
Copper State Wheel & Tire;Ray Ortiz;+1 602 555 0142;Phoenix;US
Kirkgate Garage;;0161 496 0177;Manchester;GB
Sunset Rims;Dana Cole;+1 213 555 01;Los Angeles;US
"""


@contextmanager
def demo() -> Iterator[Floor]:
    """The whole product on a new database with the demo in it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/demo.db", Path(folder))
        settings = {"LEADTRACKER_ENV": "development", "LOG_LEVEL": "ERROR"}
        env = database.settings(**settings)
        subprocess.run([PROGRAMS / "flask", "prepare"], cwd=ROOT, env=env, check=True)
        floor = Floor(database, **settings)
        try:
            yield floor.start()
        finally:
            floor.close()


class Photographer:
    """Goes through the screens in one colour scheme."""

    def __init__(self, browser: Browser, floor: Floor, scheme: str):
        self._browser, self._floor, self._url = browser, floor, floor.url
        self._scheme = scheme
        self._suffix = "-dark" if scheme == "dark" else ""

    def take_all(self) -> None:
        self._take("sign-in", self._open("/sign-in"))
        director = self._signed_in(DIRECTOR)
        for name, path, ready in (
            ("promotions", "/promotions", ".promo"),
            ("leads", "/leads", "[data-row]"),
        ):
            director.goto(self._url + path)
            expect(director.locator(ready).first).to_be_visible()
            self._take(name, director)
        self._take("import", self._check_a_list(director))
        coordinator = self._signed_in(COORDINATORS[0])
        coordinator.goto(self._url + "/day")
        expect(coordinator.locator("#promised")).to_be_visible()
        self._take("my-day", coordinator)
        self._take_desk()

    def _take_desk(self) -> None:
        """In a call, large and small; hung up and settled afterwards, for the next round."""
        page = self._desk_with_somebody_awake()
        number = page.locator("#ready .num").inner_text().replace(" ", "")
        script(self._floor, **{number: ANSWERS})
        page.keyboard.press("d")
        expect(page.locator("#callbar")).to_contain_text("Talking")
        self._take("desk", page)
        page.set_viewport_size(TELEPHONE)
        self._take("desk-small", page)
        page.set_viewport_size(WINDOW)
        page.keyboard.press("Shift+D")
        expect(page.locator("body[data-call=wrap]")).to_be_attached()
        page.keyboard.press("4")
        page.keyboard.press("Control+Enter")
        expect(page.locator("body[data-call=wrap]")).not_to_be_attached()

    def _desk_with_somebody_awake(self) -> Page:
        for name in COORDINATORS:
            page = self._signed_in(name)
            page.goto(self._url + "/desk")
            expect(page.locator("#lead, #none:not(:has(form[hx-trigger*=load]))")).to_be_visible()
            if page.locator("body[data-call=ready]").count():
                return page
        sys.exit("Nobody in the demo may be called at this hour. Try again in the daytime.")

    def _check_a_list(self, page: Page) -> Page:
        page.goto(self._url + "/imports")
        file = {"name": "trade_counters.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Match columns").click()
        expect(page.locator("#import-side")).to_be_visible()
        return page

    def _signed_in(self, name: str) -> Page:
        page = self._open("/sign-in")
        page.get_by_label("Email").fill(f"{name}@{DOMAIN}")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def _open(self, path: str) -> Page:
        context = self._browser.new_context(
            viewport=WINDOW, color_scheme=self._scheme, locale="en-GB", reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(self._url + path)
        return page

    def _take(self, name: str, page: Page) -> None:
        page.evaluate("document.fonts.ready")
        page.screenshot(path=EVERYTHING / f"{name}{self._suffix}.png")


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium here.")
    shutil.rmtree(EVERYTHING, ignore_errors=True)
    EVERYTHING.mkdir(parents=True)
    expect.set_options(timeout=PATIENCE_MS)
    with demo() as floor, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        for scheme in ("light", "dark"):
            Photographer(browser, floor, scheme).take_all()
        browser.close()
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in KEPT_NAMES:
        shutil.copy(EVERYTHING / f"{name}.png", KEPT)


if __name__ == "__main__":
    main()
