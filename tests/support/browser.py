"""A real Chromium, and what it complained about while a test drove it."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from leadtracker.models import User
from tests.support.builders import PASSWORD
from tests.support.sources import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

#: WCAG 2.1 A and AA and axe's best practices.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

#: The desk is drawn for this window.
WINDOW = {"width": 1440, "height": 900}

#: A telephone in the hand.
PHONE = {"width": 390, "height": 844}

#: The longest a page may take to show something, on a machine that has much else to do.
PATIENCE_MS = 20_000

#: What htmx logs when a newer request takes the place of one: nothing went wrong.
ABORTED = ("htmx:afterRequest", "htmx:sendAbort")

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The path of the machine's Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )


@dataclass
class Visit:
    """One person's browser on the floor: ``page`` is their tab, signed in."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def open_tab(self, path: str = "/") -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._listen(page, message))
        page.goto(self.url + path)
        return page

    def sign_in(self, user: User) -> Page:
        """Through the sign-in page, like everybody."""
        page = self.open_tab("/sign-in")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def _listen(self, page: Page, message) -> None:
        """Errors on the console include every breach of the content security policy."""
        if message.type == "error" and not message.text.startswith(ABORTED):
            self.complaints.append(f"{page.url}: {message.text}")


def stay_on_this_machine(route: Route) -> None:
    """Answer nothing from elsewhere: a page of ours needs nobody else."""
    if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost"):
        route.continue_()
    else:
        route.abort()


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, each as its rule, help and elements."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", AXE_RULES
    )
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:5]]}"
        for fault in found["violations"]
    ]


def reach_over_the_edge(page: Page) -> list[str]:
    """What is wider than the window, so that a person would have to scroll the page sideways.

    Strips that are meant to be swiped, such as tabs, scroll by themselves.
    """
    return page.evaluate(
        """() => {
          const wide = [document.scrollingElement, document.querySelector("main"),
            ...document.querySelectorAll(".list-scroll")];
          if (wide.every((part) => part.scrollWidth <= part.clientWidth)) return [];
          return [...document.querySelectorAll("body *")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 80));
        }"""
    )


def keep_evidence(visits: list[Visit], folder: Path, name: str) -> None:
    """Save what every open tab shows, for a test that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    tabs = [page for visit in visits for page in visit.context.pages]
    for number, page in enumerate(tabs):
        page.screenshot(path=folder / f"{name}.{number}.png")
