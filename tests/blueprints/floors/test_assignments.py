"""Giving work away, from the floor."""

import pytest

from leadtracker.domain.queue import QueueState
from leadtracker.models import Assignment


def give(browser, person, **fields):
    form = {"what": "all", "note": ""} | fields
    return browser.post(f"/floor/people/{person.id}/assignments", data=form, htmx=True)


def test_the_dialog_names_what_there_is_and_who_could_have_it(floor, browser, bob):
    dialog = browser.get(f"/floor/people/{bob.id}/assignments/new", htmx=True).text

    assert "The late one" in dialog
    assert "Abbey Motors, agreed for" in dialog
    assert "Alice Ash" in dialog
    assert "North: whoever is first" in dialog


def test_whoever_has_nothing_waiting_has_nothing_to_give(floor, browser, alice):
    dialog = browser.get(f"/floor/people/{alice.id}/assignments/new", htmx=True).text

    assert "Nothing waits for Alice alone" in dialog


@pytest.mark.parametrize("what", ["late", "all", "one"])
def test_late_ones_all_or_one_by_name(floor, browser, alice, bob, what):
    what = str(floor.late.id) if what == "one" else what

    answer = give(browser, bob, what=what, to=f"user:{alice.id}", note="Ask for Dee.")

    assert (answer.status_code, answer.text) == (200, "")
    assert "1 lead went to Alice Ash." in answer.headers["HX-Trigger"]
    assert (floor.late.owner_id, floor.late.note) == (alice.id, "Ask for Dee.")


def test_its_new_owner_reads_who_gave_it_and_why(floor, browser, sign_in, alice, bob):
    give(browser, bob, to=f"user:{alice.id}", note="Ask for Dee.")

    assert "From Mona: Ask for Dee." in sign_in(alice).get("/desk/queue", htmx=True).text


def test_the_toast_takes_it_back(floor, browser, alice, bob, db):
    give(browser, bob, to=f"user:{alice.id}")
    batch = db.session.query(Assignment).one().batch

    answer = browser.delete(f"/assignments/{batch}", htmx=True)

    assert "1 lead is back." in answer.headers["HX-Trigger"]
    assert floor.late.owner_id == bob.id


def test_a_step_is_taken_back_by_its_maker_or_their_lead_only(
    floor, browser, sign_in, alice, bob, charlie, db
):
    give(browser, bob, to=f"user:{alice.id}")
    batch = db.session.query(Assignment).one().batch

    assert sign_in(charlie).delete(f"/assignments/{batch}").status_code == 404
    assert sign_in(alice).delete(f"/assignments/{batch}").status_code == 404
    assert floor.late.owner_id == alice.id


def test_a_stranger_is_nobody_to_give_to(floor, browser, bob, charlie):
    answer = give(browser, bob, to=f"user:{charlie.id}")

    assert answer.status_code == 422
    assert "Choose one of the list." in answer.text
    assert floor.late.owner_id == bob.id


def test_what_somebody_took_meanwhile_is_said(floor, browser, alice, bob, db):
    floor.late.state = QueueState.DONE
    db.session.commit()

    answer = give(browser, bob, to=f"user:{alice.id}")

    assert answer.status_code == 422


def test_strangers_and_coordinators_give_nothing(floor, sign_in, browser, alice, bob, charlie):
    url = f"/floor/people/{charlie.id}/assignments/new"

    assert browser.get(url).status_code == 404
    assert sign_in(alice).get(url).status_code == 403
    assert give(sign_in(alice), bob, to=f"user:{alice.id}").status_code == 403


def test_a_plain_form_leads_back_to_the_floor(floor, browser, alice, bob):
    form = {"what": "all", "to": f"team:{alice.team_id}", "note": ""}

    answer = browser.post(f"/floor/people/{bob.id}/assignments", data=form)

    assert (answer.status_code, answer.location) == (303, "/floor")


def test_late_ones_go_to_who_is_free(floor, browser, alice, bob):
    answer = browser.post("/floor/late-assignments", htmx=True)

    assert "1 late promise was given out." in answer.headers["HX-Trigger"]
    assert floor.late.owner_id == alice.id


def test_with_nothing_late_nothing_is_given_out(floor, browser, alice, bob, db):
    floor.late.state = QueueState.DONE

    answer = browser.post("/floor/late-assignments", htmx=True)

    assert answer.status_code == 409
