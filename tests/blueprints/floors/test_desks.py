"""Taking a lead from a desk, and clearing a wrap-up."""

from leadtracker.domain.queue import QueueState


def test_a_lead_is_taken_and_the_desk_says_so(floor, browser, sign_in, alice):
    page = browser.get(f"/floor/people/{alice.id}/pull-back", htmx=True).text
    form = {"to": "", "reason": "Wrong list."}
    answer = browser.post(f"/floor/people/{alice.id}/pull-back", data=form, htmx=True)

    assert "Castle Tyres lies on the desk" in page
    assert "Castle Tyres is off Alice\\u2019s desk." in answer.headers["HX-Trigger"]
    assert floor.item.state is QueueState.SCHEDULED
    told = sign_in(alice).get("/desk/notices", htmx=True).text
    assert "Mona Maple put Castle Tyres back into the queue." in told
    assert "Wrong list." in told
    assert "Wrong list." in sign_in(alice).get("/desk").text


def test_a_lead_is_not_taken_during_a_wrap_up(floor, browser, bob):
    answer = browser.post(f"/floor/people/{bob.id}/pull-back", data={"to": ""}, htmx=True)

    assert answer.status_code == 422
    assert "still owes the outcome" in answer.text


def test_a_desk_of_another_team_does_not_exist(floor, browser, sign_in, alice, charlie):
    url = f"/floor/people/{charlie.id}/pull-back"

    assert browser.post(url, data={"to": ""}).status_code == 404
    assert sign_in(alice).post(url, data={"to": ""}).status_code == 403


def test_a_wrap_up_is_cleared(floor, browser, sign_in, bob):
    url = f"/floor/calls/{floor.call.id}/wrap-up-clearance"

    assert "The call with Moorland Rims" in browser.get(url, htmx=True).text
    answer = browser.post(url, data={"reason": "Broken."}, htmx=True)

    assert "Bob can go on." in answer.headers["HX-Trigger"]
    assert floor.call.wrapped_up_at is not None
    told = sign_in(bob).get("/desk/notices", htmx=True).text
    assert "Mona Maple cleared the wrap-up of Moorland Rims." in told


def test_a_wrap_up_is_not_cleared_without_a_reason(floor, browser):
    url = f"/floor/calls/{floor.call.id}/wrap-up-clearance"

    answer = browser.post(url, data={"reason": " "}, htmx=True)

    assert answer.status_code == 422
    assert "it stays in the records" in answer.text
    assert floor.call.owes_outcome


def test_strangers_and_coordinators_clear_nothing(floor, sign_in, alice, charlie, cast, db):
    from leadtracker.domain.policies import Role
    from tests.support.builders import make_user

    url = f"/floor/calls/{floor.call.id}/wrap-up-clearance"
    other = make_user("Otto Oak", role=Role.TEAM_LEAD, team_id=charlie.team_id)

    assert sign_in(alice).post(url, data={"reason": "x"}).status_code == 403
    assert sign_in(other).post(url, data={"reason": "x"}).status_code == 404
    assert floor.call.owes_outcome
