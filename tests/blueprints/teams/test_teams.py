import pytest
from sqlalchemy import select

from leadtracker.models import Team


def test_the_list_tells_lead_and_people(sign_in, ada):
    page = sign_in(ada).get("/teams").text

    assert "North" in page
    assert "Mona Maple" in page
    assert "nobody yet" in page


def test_a_team_is_made(sign_in, ada, mona, db):
    answer = sign_in(ada).post("/teams", data={"name": " East ", "lead_id": str(mona.id)})

    assert (answer.status_code, answer.location) == (303, "/teams")
    team = db.session.scalar(select(Team).where(Team.name == "East"))
    assert team.lead_id == mona.id


def test_a_team_is_renamed_and_loses_its_lead(sign_in, ada, mona):
    browser = sign_in(ada)
    assert "North" in browser.get(f"/teams/{mona.team_id}").text

    browser.post(f"/teams/{mona.team_id}", data={"name": "Northern", "lead_id": ""})

    assert (mona.team.name, mona.team.lead_id) == ("Northern", None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Write the team’s name."),
        ({"name": "SOUTH"}, "There is a team of that name already."),
        ({"name": "East", "lead_id": "alice"}, "Choose one of the list."),
    ],
)
def test_a_mistake_is_told_on_its_field(sign_in, ada, mona, fields, said):
    form = {"lead_id": ""} | fields

    for address in ("/teams", f"/teams/{mona.team_id}"):
        answer = sign_in(ada).post(address, data=form)
        assert answer.status_code == 422
        assert said in answer.text


def test_a_coordinator_cannot_be_chosen_to_lead(sign_in, ada, alice):
    answer = sign_in(ada).post("/teams", data={"name": "East", "lead_id": str(alice.id)})

    assert answer.status_code == 422
    assert "Choose one of the list." in answer.text


@pytest.mark.parametrize("who", ["alice", "mona", "dora"])
def test_teams_are_the_administrators(request, sign_in, who, mona):
    browser = sign_in(request.getfixturevalue(who))

    for address in ("/teams", "/teams/new", f"/teams/{mona.team_id}"):
        assert browser.get(address).status_code == 403
    assert browser.post("/teams", data={"name": "East"}).status_code == 403


def test_a_team_that_is_not_there_is_not_found(sign_in, ada):
    assert sign_in(ada).get("/teams/987654").status_code == 404
