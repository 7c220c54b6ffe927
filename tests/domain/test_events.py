"""Who hears which events."""

from leadtracker.domain.events import EVERYBODY, to_role, to_team, to_user, topics_of


def test_a_person_hears_what_is_theirs_their_roles_their_teams_and_everybodys():
    assert topics_of(7, "team_lead", [3, 4]) == {
        to_user(7),
        to_role("team_lead"),
        to_team(3),
        to_team(4),
        EVERYBODY,
    }


def test_a_person_without_a_team_hears_no_team():
    assert topics_of(7, "director", []) == {to_user(7), to_role("director"), EVERYBODY}
