import pytest

from leadtracker.domain.policies import Role


@pytest.fixture
def form_of():
    def fields(user, **changes):
        form = {
            "name": user.name,
            "email": user.email,
            "role": user.role.value,
            "team_id": str(user.team_id or ""),
            "phone": user.phone,
            "time_zone": user.time_zone,
            "locale": user.locale,
        }
        return form | changes

    return fields


def test_the_page_shows_what_is_known(sign_in, ada, alice):
    page = sign_in(ada).get(f"/users/{alice.id}").text

    assert f'value="{alice.email}"' in page
    assert "Close the account" in page


def test_there_is_no_button_to_close_ones_own_account(sign_in, ada):
    assert "Close the account" not in sign_in(ada).get(f"/users/{ada.id}").text


def test_a_change_is_saved(sign_in, ada, alice, form_of):
    form = form_of(alice, name="Alice Aspen", role="team_lead", team_id="", phone="")

    answer = sign_in(ada).post(f"/users/{alice.id}", data=form)

    assert (answer.status_code, answer.location) == (303, "/users")
    assert (alice.name, alice.role, alice.team_id) == ("Alice Aspen", Role.TEAM_LEAD, None)
    assert alice.phone is None


def test_the_last_administrator_cannot_be_demoted(sign_in, ada, form_of):
    answer = sign_in(ada).post(f"/users/{ada.id}", data=form_of(ada, role="coordinator"))

    assert answer.status_code == 422
    assert "Ada Alder is the last administrator." in answer.text
    assert ada.role is Role.ADMINISTRATOR


def test_a_new_role_holds_from_the_next_request_on(sign_in, ada, mona, form_of, alice):
    browser = sign_in(alice)
    assert browser.get("/users").status_code == 403

    sign_in(ada).post(f"/users/{alice.id}", data=form_of(alice, role="director"))

    assert browser.get("/users").status_code == 200


def test_somebody_who_is_not_there_is_not_found(sign_in, ada):
    assert sign_in(ada).get("/users/987654").status_code == 404
    assert sign_in(ada).get("/users/99999999999999999999").status_code == 404


@pytest.mark.parametrize("who", ["alice", "mona", "dora"])
def test_nobody_but_an_administrator_changes_people(request, sign_in, alice, form_of, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(f"/users/{alice.id}").status_code == 403
    form = form_of(alice, role="administrator")
    assert browser.post(f"/users/{alice.id}", data=form).status_code == 403
    assert alice.role is Role.COORDINATOR
