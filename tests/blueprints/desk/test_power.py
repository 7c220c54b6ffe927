"""Power mode: the outcome key dials the next lead, at once or after a breath."""

import pytest

from leadtracker.domain.presence import DialMode
from leadtracker.models import DoNotCallEntry


def choose(browser, mode: str, seconds: int):
    form = {"dial_mode": mode, "breath_seconds": seconds}
    return browser.post("/desk/dial-mode", data=form, htmx=True)


def test_without_a_breath_one_request_settles_claims_and_dials(browser, settle, items, telephony):
    choose(browser, "power", 0)

    answer = settle()

    assert 'data-state="live"' in answer.text
    assert len(telephony.asked_for("ring_agent")) == 1
    assert "Abbey Motors" in answer.text


def test_a_doubled_key_dials_once(browser, settle, telephony):
    choose(browser, "power", 0)

    settle()
    settle()

    assert len(telephony.asked_for("ring_agent")) == 1


def test_one_key_asks_the_database_no_more_than_it_did(browser, settle, count_queries):
    """The whole cycle waits for this request: settle, claim, gate, dial and the next lead's page.

    A statement more is found here and not on a slow evening (``docs/decisions/009``).
    """
    choose(browser, "power", 0)

    with count_queries() as queries:
        settle()

    assert len(queries) <= 68


def test_with_a_breath_the_page_counts_down(browser, settle, telephony):
    choose(browser, "power", 3)

    answer = settle()

    assert 'data-breath-seconds-value="3"' in answer.text
    assert telephony.asked_for("ring_agent") == []


def test_a_reload_does_not_dial_by_itself(browser, settle):
    choose(browser, "power", 3)
    settle()

    assert "data-breath-seconds-value" not in browser.get("/desk").text


def test_in_preview_nothing_is_dialled(browser, settle, telephony):
    answer = settle()

    assert 'data-state="ready"' in answer.text
    assert telephony.asked_for("ring_agent") == []


def test_a_blocked_lead_is_shown_and_not_dialled(browser, settle, items, telephony, db, alice):
    choose(browser, "power", 0)
    phone = items[1].lead.phones[0]
    db.session.add(DoNotCallEntry(e164=phone.e164, added_by_id=alice.id))
    db.session.commit()

    answer = settle()

    assert 'data-state="blocked"' in answer.text
    assert telephony.asked_for("ring_agent") == []


def test_undo_stops_what_power_mode_dialled(browser, settle, call, telephony, clock):
    choose(browser, "power", 0)
    settle()

    answer = browser.delete(f"/calls/{call.id}/outcome", htmx=True)

    assert "Castle Tyres" in answer.text
    assert len(telephony.asked_for("hang_up")) == 1
    clock.shift(3)
    settle("voicemail")
    assert len(telephony.asked_for("ring_agent")) == 2


def test_the_choice_is_kept(browser, alice):
    answer = choose(browser, "power", 4)

    assert answer.status_code == 200
    assert (alice.dial_mode, alice.breath_seconds) == (DialMode.POWER, 4)


@pytest.mark.parametrize(("mode", "seconds"), [("power", 6), ("power", -1), ("warp", 2)])
def test_other_choices_are_refused_in_words(browser, alice, mode, seconds):
    assert choose(browser, mode, seconds).status_code == 409
    assert alice.dial_mode is DialMode.PREVIEW


def test_news_of_the_settled_call_does_not_stop_the_countdown(browser, settle, items):
    choose(browser, "power", 3)
    settle()

    lead = items[1].lead_id

    assert browser.get(f"/desk/call?lead={lead}&seen=ready", htmx=True).status_code == 204
    assert browser.get(f"/desk/call?lead={lead}&seen=live", htmx=True).status_code == 200
