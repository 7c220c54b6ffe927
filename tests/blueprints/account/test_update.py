import pytest

from leadtracker.domain.policies import Role

FORM = {
    "name": "Alice Aspen",
    "phone": "+44 20 7946 0123",
    "time_zone": "Europe/Lisbon",
    "locale": "en",
}


def test_the_page_shows_what_is_known(sign_in, alice):
    page = sign_in(alice).get("/account").text

    assert f"Coordinator in North, signed in as {alice.email}." in page
    assert 'value="Alice Ash"' in page


def test_a_change_is_saved(sign_in, alice):
    answer = sign_in(alice).post("/account", data=FORM)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert (alice.name, alice.phone) == ("Alice Aspen", "+442079460123")
    assert alice.time_zone == "Europe/Lisbon"


def test_nobody_makes_themselves_administrator(sign_in, alice):
    more = {"role": "administrator", "team_id": "", "email": "root@example.com", "id": "1"}

    sign_in(alice).post("/account", data=FORM | more)

    assert alice.role is Role.COORDINATOR
    assert alice.team.name == "North"
    assert alice.email != "root@example.com"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Write your name."),
        ({"phone": "ring me"}, "That is not a telephone number."),
        ({"time_zone": ""}, "Choose one of the list."),
    ],
)
def test_a_mistake_is_told_on_its_field_and_what_was_typed_stays(sign_in, alice, fields, said):
    answer = sign_in(alice).post("/account", data=FORM | fields)

    assert answer.status_code == 422
    assert said in answer.text
    for typed in fields.values():
        assert typed in answer.text
    assert alice.name == "Alice Ash"
