"""The people of the first hour's test: a coordinator at the keyboard, a director at the board."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from leadtracker.domain import clock
from leadtracker.models import User
from tests.support.browser import PATIENCE_MS
from tests.support.desk import Desk
from tests.support.keyboard import Keyboard
from tests.support.places import open_places

#: A promise is announced, and a figure on the board moves, within this.
SECONDS_TO_SHOW = 5

#: Before a promise comes due nothing is begun that may take longer, on a busy machine too.
NEAR = timedelta(seconds=20)

#: The list's leads by the last digits of their numbers, which decide how the simulated network
#: answers (``simulator.behaviour.ENDINGS``), and what their call comes to: a method of
#: ``Coordinator``. The queue has them in this order.
CALLS = (
    (11, "promise_a_call_in_a_minute"),
    (12, "find_it_busy"),
    (13, "give_up_ringing"),
    (21, "sell"),
    (15, "meet_a_machine"),
    (4, "find_that_nobody_lives_there"),
    (31, "hear_no_and_lose_the_page"),
    (41, "promise_a_call_tomorrow"),
    (51, "sell"),
    (23, "let_it_ring_out"),
    (61, "be_told_never_to_call_again"),
    (71, "sell"),
    (81, "be_hung_up_on"),
    (22, "find_it_busy"),
    (33, "give_up_ringing"),
    (91, "hear_no"),
    (32, "find_it_busy"),
    (43, "give_up_ringing"),
    (14, "hear_no"),
)
CALLBACK, OFFENDED, HANGS_UP = "Lead 11 Ltd", "Lead 61 Ltd", 81
SLOW_TO_RING = [ending for ending, call in CALLS if call == "give_up_ringing"]

#: Keeps the moment (ms since the epoch) at which a page first told of the promise, and at which its
#: lead first stood on top of the queue, once ``due`` is past: however late the test looks.
NOTE_THE_PROMISE = """
new MutationObserver(() => {
  const keep = (name, holds) => {
    if (holds && !localStorage[name]) localStorage[name] = Date.now();
  };
  if (!(Date.now() >= Number(localStorage.due))) return;
  const notices = document.getElementById("due-notices");
  const first = document.querySelector("#desk-queue .queue-main b");
  keep("told", notices?.textContent.includes("Call LEAD back now."));
  keep("topped", first?.textContent === "LEAD");
}).observe(document, { childList: true, subtree: true });
""".replace("LEAD", CALLBACK)


class Board:
    """The director's board, which is never loaded again."""

    def __init__(self, page: Page):
        self._page = page
        self._page.evaluate("window.isTheSamePage = true")

    def expect_sold(self, orders: int) -> None:
        row = self._page.locator(".promo").filter(has_text="Winter sets")
        words = f"{orders} of 12 orders"
        expect(row).to_contain_text(words, timeout=SECONDS_TO_SHOW * 1000)
        assert self._page.evaluate("window.isTheSamePage") is True


def watch_the_board(page: Page) -> Board:
    page.get_by_role("navigation").get_by_role("link", name="Promotions").first.click()
    expect(page.get_by_role("heading", name="Promotions")).to_be_visible()
    board = Board(page)
    board.expect_sold(0)
    return board


# --- the coordinator -----------------------------------------------------------------------------


class Coordinator(Keyboard):
    """Alice, who works her queue without a mouse."""

    def __init__(self, user: User, visit: Callable, board: Board):
        self._user, self._visit, self._board = user, visit, board
        self._browser = visit()
        self._browser.context.add_init_script(NOTE_THE_PROMISE)
        super().__init__(Desk(self._browser.sign_in(user)))
        self.calls = 0
        self.due_at: datetime | None = None
        self.was_reminded = self.has_kept_the_promise = False

    def work(self) -> None:
        """Call after call as the desk puts them up, the promised one in between."""
        left = {f"Lead {ending} Ltd": call for ending, call in CALLS}
        while left or not self.has_kept_the_promise:
            self._watch_for_the_promise(idle=not left)
            self.desk.expect_state("ready")
            name = self.desk.name.inner_text()
            call = left.pop(name, "keep_the_promise" if name == CALLBACK else "pass_over")
            getattr(self, call)()
            self.calls += call != "pass_over"
            expect(self.desk.name).not_to_have_text(name)

    def _watch_for_the_promise(self, *, idle: bool) -> None:
        """Look up in time to see it announced, and on top of the queue."""
        left = self.due_at - clock.now() if self.due_at else None
        if self.was_reminded or left is None or (left > NEAR and not idle):
            return
        patience = max(left.total_seconds(), 0) * 1000 + PATIENCE_MS
        for moment in ("told", "topped"):
            kept = self.desk.page.wait_for_function(
                f"() => localStorage.{moment}", timeout=patience
            )
            late = int(kept.json_value()) / 1000 - self.due_at.timestamp()
            print(f"The promise was {moment} after {late:.1f} s")
            assert late < SECONDS_TO_SHOW
        self.was_reminded = True

    # --- what calls come to ---

    def promise_a_call_in_a_minute(self) -> None:
        self.desk.talk()
        expect(self.desk.page.get_by_text("Hello Pat, this is Alice.")).to_be_visible()
        self.desk.hang_up().press("3")
        self.desk.write(self._next_minute())
        expect(self.desk.page.locator("#when-out.when-ok")).to_be_visible()
        self.desk.press("Escape", "n").write("Ask for Pat").press("Control+Enter")

    def _next_minute(self) -> str:
        """The next whole minute but what is too near, in the lead's time."""
        self.due_at = (clock.now() + timedelta(seconds=90)).replace(second=0, microsecond=0)
        due = self.due_at.timestamp() * 1000
        self.desk.page.evaluate("due => { localStorage.due = due }", due)
        return f"{self.due_at.astimezone(clock.zone(open_places()[0].time_zone)):%H:%M}"

    def keep_the_promise(self) -> None:
        expect(self.desk.page.get_by_text("Ask for Pat").first).to_be_visible()
        self.hear_no()
        self.has_kept_the_promise = True

    def has_sold(self) -> None:
        self._board.expect_sold(self.orders)

    def hear_no_and_lose_the_page(self) -> None:
        """The page is loaded again in the middle; another browser is no way round the outcome."""
        desk, name = self.desk, self.desk.name.inner_text()
        desk.talk().press("n").write("Not this year").press("Escape")
        desk.page.reload()
        desk.expect_state("live").expect_lead(name)
        expect(desk.bar).to_contain_text("Talking")
        desk.hang_up()
        desk.page.reload()
        desk.expect_state("wrap").expect_lead(name)
        expect(desk.page.get_by_label("Note")).to_have_value("Not this year")
        self._owes_it_in_another_browser(name)
        desk.press("4", "Control+Enter")

    def _owes_it_in_another_browser(self, name: str) -> None:
        browser = self._visit()
        other = Desk(browser.sign_in(self._user))
        other.expect_state("wrap").expect_lead(name).press("d", "j", "Enter")
        expect(other.page.get_by_text(f"One outcome is still owed: {name}.")).to_be_visible()
        other.expect_state("wrap").expect_lead(name)
        browser.context.close()
        browser.complaints.clear()  # Chromium logs the refusal's status, and what closing cut off

    # --- afterwards ---

    def expect_own_figures(self) -> None:
        today = self.desk.page.locator(".targets")
        expect(today.locator(".target").filter(has_text="Calls")).to_contain_text(str(self.calls))
        expect(today.locator(".target").filter(has_text="Orders")).to_contain_text("3")

    def obey_a_block_at_once(self, offended: str) -> None:
        """Who said never is marked; a number blocked while its lead is on the desk stays silent."""
        name = self.desk.expect_state("ready").name.inner_text()
        tab = self._browser.open_tab(f"/leads?q={offended}")
        tab.get_by_role("link", name=offended).click()
        expect(tab.locator("#phones")).to_contain_text("Never again")

        tab.goto(f"{self._browser.url}/leads?q={name}")
        tab.get_by_role("link", name=name).click()
        tab.on("dialog", lambda dialog: dialog.accept())
        tab.get_by_role("button", name="Do not call this number").click()
        expect(tab.get_by_text("Nobody can call").first).to_be_visible()

        self.desk.page.bring_to_front()
        self.desk.press("d")
        expect(self.desk.page.get_by_text(f"Do not call {name}.")).to_be_visible()
        expect(self.desk.name).not_to_have_text(name)
        self.desk.expect_state("ready")
