"""Who hears which events."""

from leadtracker.domain.events import EVERY_FLOOR, EVERYBODY, to_role, to_team, to_user, topics_of


def test_a_person_hears_what_is_theirs_their_roles_their_teams_and_everybodys():
    assert topics_of(7, "team_lead", [3, 4]) == {
        to_user(7),
        to_role("team_lead"),
        to_team(3),
        to_team(4),
        EVERYBODY,
    }


def test_a_person_without_a_team_hears_no_team():
    assert topics_of(7, "coordinator", []) == {to_user(7), to_role("coordinator"), EVERYBODY}


def test_the_director_hears_every_floor():
    assert EVERY_FLOOR in topics_of(7, "director", [])
    assert EVERY_FLOOR not in topics_of(7, "team_lead", [])
