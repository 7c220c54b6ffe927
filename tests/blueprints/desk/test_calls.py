"""Dialling and hanging up from the desk."""

import pytest

from leadtracker.models import Call, DoNotCallEntry
from leadtracker.services import do_not_call


@pytest.fixture
def dial(browser, items):
    browser.post("/desk/claim", htmx=True)

    def press(request_id: str = "press-1", **fields):
        form = {"item": items[0].id, "phone": items[0].lead.phones[0].id, "request_id": request_id}
        return browser.post("/calls", data=form | fields, htmx=True)

    return press


def test_d_rings_the_coordinator_and_the_bar_says_so(dial, telephony):
    answer = dial()

    assert "Ringing your phone, press 1 there" in answer.text
    assert "Hang up" in answer.text
    assert len(telephony.asked_for("ring_agent")) == 1


def test_a_network_that_has_not_answered_is_not_said_to_ring(dial, telephony):
    telephony.lose_next("ring_agent")

    answer = dial()

    assert "Asking the telephone network to ring you" in answer.text
    assert "Ringing your phone" not in answer.text


def test_a_doubled_press_dials_once(dial, telephony):
    dial()
    answer = dial()

    assert answer.status_code == 200
    assert len(telephony.asked_for("ring_agent")) == 1


def test_a_blocked_number_shows_the_reason_instead_of_dialling(dial, items, telephony, db):
    db.session.add(DoNotCallEntry(e164=items[0].lead.phones[0].e164))

    answer = dial()

    assert "Do not call Castle Tyres" in answer.text
    assert telephony.asked == []


def test_a_lead_blocked_meanwhile_leaves_the_desk_with_the_reason(dial, items, alice, telephony):
    lead = items[0].lead
    do_not_call.block_number(lead.phones[0].e164, reason="asked", by=alice, lead=lead)

    answer = dial()

    assert answer.headers["HX-Retarget"] == "#desk"
    assert "Do not call Castle Tyres" in answer.headers["HX-Trigger"]
    assert 'id="desk"' in answer.text
    assert telephony.asked == []


def test_a_number_of_another_lead_is_not_dialled(dial, items, telephony):
    answer = dial(phone=items[1].lead.phones[0].id)

    assert answer.status_code == 409
    assert telephony.asked == []


def test_hanging_up_ends_the_call(dial, browser, db):
    dial()
    call = db.session.query(Call).one()

    answer = browser.post(f"/calls/{call.id}/ending", htmx=True)

    assert answer.status_code == 200
    assert call.has_ended


def test_a_colleague_cannot_hang_up_my_call(dial, sign_in, bob, db):
    dial()
    call = db.session.query(Call).one()

    assert sign_in(bob).post(f"/calls/{call.id}/ending", htmx=True).status_code == 404


def test_the_bar_follows_the_call_and_brings_the_desk_when_another_lead_is_up(dial, browser, items):
    dial()

    same = browser.get(f"/desk/call?lead={items[0].lead_id}", htmx=True)
    other = browser.get(f"/desk/call?lead={items[1].lead_id}", htmx=True)

    assert "Ringing your phone" in same.text
    assert other.headers["HX-Retarget"] == "#desk"
    assert "Castle Tyres" in other.text
