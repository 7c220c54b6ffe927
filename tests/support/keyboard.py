"""What calls come to, done with keys alone: for tests that work through a queue."""

import re

from playwright.sync_api import Locator, expect

from tests.support.desk import Desk

#: Ringing may be over before a busy machine has looked.
RINGS = re.compile(r"Ringing \+|No answer")


class Keyboard:
    """A coordinator's hands on ``desk``. Outcomes are those every floor begins with."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.orders = 0

    def find_it_busy(self) -> None:
        self.desk.dial().expect_state("wrap")
        expect(self.desk.bar).to_contain_text("Busy")
        self.desk.press("5")

    def give_up_ringing(self) -> None:
        self.desk.dial()
        expect(self.desk.bar).to_contain_text(RINGS)
        self.desk.press("5")

    def let_it_ring_out(self) -> None:
        self.desk.dial().expect_state("wrap")
        expect(self.desk.bar).to_contain_text("No answer")
        self.desk.press("5")

    def meet_a_machine(self) -> None:
        self.desk.talk()
        expect(self.desk.bar).to_contain_text("sounds like a machine")
        self.desk.hang_up().press("6", "Control+Enter")

    def find_that_nobody_lives_there(self) -> None:
        self.desk.dial().expect_state("wrap")
        expect(self.desk.bar).to_contain_text("The number could not be reached")
        self.desk.press("8", "Control+Enter")

    def be_hung_up_on(self) -> None:
        self.desk.dial().expect_state("wrap")
        expect(self.desk.bar).to_contain_text("They hung up")
        self.desk.press("4", "Control+Enter")

    def hear_no(self) -> None:
        self.desk.talk().hang_up().press("4", "Control+Enter")

    def be_told_never_to_call_again(self) -> None:
        self.desk.talk().hang_up().press("9", "n").write("Never again").press("Control+Enter")

    def sell(self) -> None:
        """Four wheels at the promotion's price, while they are on the line."""
        self.desk.talk().press("o")
        quantity = self.desk.page.get_by_label("Quantity of Alloy wheel 17")
        expect(quantity).to_be_visible()
        self.tab_to(quantity)
        self.desk.write("4")
        expect(self.desk.page.locator("#order")).to_contain_text("£396.00")
        self.desk.press("Control+Enter")
        expect(self.desk.page.get_by_text("is placed: £396.00")).to_be_visible()
        self.orders += 1
        self.has_sold()
        self.desk.press("Escape").hang_up()
        expect(self.desk.page.get_by_role("radio", name="Ordered")).to_be_checked()
        self.desk.press("Control+Enter")

    def has_sold(self) -> None:
        """The order is placed."""

    def tab_to(self, field: Locator) -> None:
        for _press in range(12):
            if field.evaluate("field => field === document.activeElement"):
                return
            self.desk.press("Tab")
        raise AssertionError("the Tab key does not lead there")

    def promise_a_call_tomorrow(self) -> None:
        self.desk.talk().hang_up().press("3")
        expect(self.desk.page.locator("#when-out")).to_contain_text("tomorrow", ignore_case=True)
        self.desk.press("Enter")
        expect(self.desk.page.get_by_text("is back on")).to_be_visible()

    def pass_over(self) -> None:
        self.desk.press("s").write("Wrong moment").press("Enter")
