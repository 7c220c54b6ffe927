"""Twenty leads worked by keyboard alone, and what the database says after each."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from leadtracker.db import db
from leadtracker.domain.calls import EndReason
from leadtracker.domain.presence import DialMode, Presence
from leadtracker.domain.queue import QueueKind, QueueState, WaitsFor
from leadtracker.models import (
    Activity,
    Call,
    DoNotCallEntry,
    FollowUp,
    Lead,
    Order,
    PresenceSpan,
    QueueItem,
    User,
)
from leadtracker.services.outcome_sets import default_set
from tests.support.builders import (
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
    make_user,
)
from tests.support.desk import OWN_PHONE, Desk, script
from tests.support.keyboard import Keyboard
from tests.support.places import open_places
from tests.support.servers import Floor

RETRIED, DONE = QueueState.SCHEDULED, QueueState.DONE
ENDS_HER_TALK = 81

#: What htmx marks while an answer is awaited or put into the page: a key pressed then may be lost.
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


@dataclass(frozen=True)
class Work:
    """One lead: the last digits of their number, what is done, and what it comes to."""

    ending: int
    deed: str
    outcome: str | None
    item: QueueState
    end: EndReason | None = EndReason.TALKED

    @property
    def name(self) -> str:
        return f"Lead {self.ending} Ltd"


#: In the queue's order.
DAY = (
    Work(11, "hear_no", "not_interested", DONE),
    Work(12, "find_it_busy", "no_answer", RETRIED, EndReason.LEAD_BUSY),
    Work(23, "let_it_ring_out", "no_answer", RETRIED, EndReason.LEAD_NO_ANSWER),
    Work(15, "meet_a_machine", "voicemail", RETRIED),
    Work(41, "promise_a_call_tomorrow", "call_back", DONE),
    Work(21, "sell", "ordered", DONE),
    Work(61, "be_told_never_to_call_again", "do_not_call", DONE),
    Work(31, "think_again", "gatekeeper", RETRIED),
    Work(24, "pass_over", None, QueueState.SCHEDULED, None),
    Work(34, "sleep_on_it", None, QueueState.SCHEDULED, None),
    Work(51, "have_a_break_first", "not_interested", DONE),
    Work(4, "find_that_nobody_lives_there", "wrong_number", DONE, EndReason.LEAD_UNREACHABLE),
    Work(ENDS_HER_TALK, "be_hung_up_on", "not_interested", DONE),
    Work(71, "hear_no_and_go_on_in_power_mode", "not_interested", DONE),
    # From here on the outcome's key dials.
    Work(22, "find_it_busy", "no_answer", RETRIED, EndReason.LEAD_BUSY),
    Work(91, "hear_no", "not_interested", DONE),
    Work(32, "find_it_busy", "no_answer", RETRIED, EndReason.LEAD_BUSY),
    Work(14, "take_back_while_the_next_one_rings", "gatekeeper", RETRIED),
    Work(44, "hear_no", "not_interested", DONE),
    Work(13, "give_up_ringing", "no_answer", RETRIED, EndReason.CANCELED),
)


@pytest.fixture
def floor(fresh_database):
    """The processes; virtual seconds pass twenty times as fast."""
    floor = Floor(fresh_database, SIMULATOR_SPEED="20")
    yield floor
    floor.close()


@pytest.fixture
def alice(backstage) -> User:
    """A coordinator whose own telephone answers."""
    with backstage():
        return make_user("Alice Ash", phone=OWN_PHONE)


@pytest.fixture
def leads(backstage) -> None:
    """The day's leads in one promotion."""
    place = open_places()[0]
    with backstage():
        people = [
            make_lead(work.name, phone=place.number(work.ending), **place.fields) for work in DAY
        ]
        product = make_product("Alloy wheel 17", unit_price_minor=11_000)
        promotion = make_promotion(
            "Winter sets", leads=people, products=[product], outcome_set_id=default_set().id
        )
        for lead in people:
            make_queue_item(lead, promotion=promotion)


class Telephones:
    """What the leads' telephones do: most are answered, and some are slow to ring."""

    def __init__(self, floor: Floor):
        self.floor = floor
        self.answer_as_usual()

    def answer_as_usual(self) -> None:
        self._script()

    def let_nobody_answer(self, ending: int) -> None:
        """Whoever has that number has time to be taken back, however busy the machine is."""
        self._script(ending)

    def _script(self, *slow: int) -> None:
        place = open_places()[0]
        numbers = {
            place.number(work.ending): {"talk": 60 if work.ending == ENDS_HER_TALK else 6000}
            for work in DAY
            if work.end is EndReason.TALKED and work.ending != 15
        }
        for ending in (13, *slow):
            numbers[place.number(ending)] = {"ring_after": 600}
        script(self.floor, **numbers)


@pytest.fixture
def telephones(floor) -> Telephones:
    floor.start()
    return Telephones(floor)


class Hands(Keyboard):
    """Alice's, with what only this day brings."""

    def __init__(self, desk: Desk, telephones: Telephones):
        super().__init__(desk)
        self.telephones = telephones

    def think_again(self) -> None:
        """The wrong key, taken back, and the right one."""
        name = self.desk.name.inner_text()
        self.hear_no()
        self._take_back(name)

    def take_back_while_the_next_one_rings(self) -> None:
        """In power mode the next lead is being dialled by then, and is rung no more."""
        name = self.desk.name.inner_text()
        self.telephones.let_nobody_answer(44)
        self.hear_no()
        self._take_back(name, while_it_is="live")

    def _take_back(self, name: str, *, while_it_is: str = "ready") -> None:
        """A toast stays while the focus is on it: it is held as soon as the next lead is there."""
        expect(self.desk.name).not_to_have_text(name)
        self.desk.page.get_by_role("button", name="Undo").focus()
        self.desk.expect_state(while_it_is).press("u").expect_lead(name).expect_state("wrap")
        expect(self.desk.page.get_by_text(f"Taken back. {name} waits")).to_be_visible()
        self.telephones.answer_as_usual()
        self.desk.press("7", "Control+Enter")

    def sleep_on_it(self) -> None:
        self.desk.expect_state("ready").press("z")
        until = self.desk.page.get_by_label("Until, their time")
        expect(until).to_be_focused()
        self.desk.press("Enter")

    def have_a_break_first(self) -> None:
        name = self.desk.expect_state("ready").name.inner_text()
        self.desk.press("Shift+B")
        self.tab_to(self.desk.page.get_by_role("button", name="Break", exact=True).last)
        self.desk.press("Enter").expect_state("rest")
        expect(self.desk.page.get_by_text("You are on a break")).to_be_visible()
        self.desk.press("Enter").expect_state("ready").expect_lead(name)
        self.hear_no()

    def hear_no_and_go_on_in_power_mode(self) -> None:
        """Power without a breath, chosen while the lead is looked at."""
        self.desk.expect_state("ready").press("Shift+B")
        self.tab_to(self.desk.page.get_by_role("radio", name="Preview"))
        self.desk.press("ArrowDown")
        expect(self.desk.page.get_by_text("Power: the outcome key dials")).to_be_visible()
        self._hold_no_breath()
        self.hear_no()
        self.desk.dials_by_itself = True

    def _hold_no_breath(self) -> None:
        menu, page = self.desk.page.locator("#away-menu"), self.desk.page
        if not menu.is_visible():
            self.desk.press("Shift+B")
        self.tab_to(page.get_by_label("after a breath of"))
        with page.expect_response("**/desk/dial-mode"):
            self.desk.press("0")
            expect(page.get_by_label("after a breath of")).to_have_value("0")
            self.desk.press("Escape")
        expect(page.locator(UNDER_WAY)).to_have_count(0)
        self.desk.expect_state("ready")


def test_twenty_leads_by_keyboard_alone(telephones, leads, alice, sign_in, backstage):
    hands = Hands(Desk(sign_in(alice)), telephones)

    for work, following in zip(DAY, [*DAY[1:], None], strict=True):
        hands.desk.expect_lead(work.name)
        getattr(hands, work.deed)()
        if following:
            hands.desk.expect_lead(following.name)
        else:
            hands.desk.expect_state("empty")
        with backstage():
            expect_done(work)

    with backstage():
        expect_the_day(alice)


def expect_done(work: Work) -> None:
    """The call, its outcome and the lead's place in the queue are as the keys said."""
    lead = db.session.query(Lead).filter_by(company=work.name).one()
    calls = db.session.query(Call).filter_by(lead_id=lead.id, waived_at=None).all()
    item = db.session.query(QueueItem).filter_by(lead_id=lead.id, kind=QueueKind.PROMOTION).one()
    found = [(call.outcome.code, call.end_reason) for call in calls]
    assert (work.name, found) == (work.name, [(work.outcome, work.end)] if work.outcome else [])
    assert (work.name, item.state) == (work.name, work.item)


def expect_the_day(alice: User) -> None:
    """What came of it besides: a promise, an order, a block, a skip, a snooze, a break."""
    (promise,) = db.session.query(FollowUp)
    assert (promise.lead.company, promise.owner_id, promise.is_open) == (
        "Lead 41 Ltd",
        alice.id,
        True,
    )
    (order,) = db.session.query(Order)
    assert (order.lead.company, order.total_minor) == ("Lead 21 Ltd", 39_600)
    (block,) = db.session.query(DoNotCallEntry)
    assert (block.e164, block.reason) == (open_places()[0].number(61), "Never again")
    waits = {item.lead.company: item.waits_for for item in db.session.query(QueueItem)}
    assert waits["Lead 24 Ltd"] is WaitsFor.SKIPPED
    assert waits["Lead 34 Ltd"] is WaitsFor.SNOOZED
    (skipped,) = db.session.query(Activity).filter_by(kind="lead_skipped")
    assert skipped.data["reason"] == "Wrong moment"
    assert db.session.query(PresenceSpan).filter_by(state=Presence.BREAK).count() == 1
    assert db.session.get(User, alice.id).dial_mode is DialMode.POWER
    assert db.session.query(Activity).filter_by(kind="outcome_undone").count() == 2
    assert db.session.query(Call).filter(Call.wrapped_up_at.is_(None)).count() == 0
