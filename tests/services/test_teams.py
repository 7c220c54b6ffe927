import pytest
from sqlalchemy import select

from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Activity
from leadtracker.services import teams


def test_a_team_has_a_name_and_a_lead(ada, mona):
    team = teams.create_team("East", lead=mona, by=ada)

    assert (team.name, team.lead_id) == ("East", mona.id)


def test_two_teams_do_not_share_a_name_whatever_the_capitals(ada, mona):
    with pytest.raises(RuleViolation, match="already") as refused:
        teams.create_team("north", lead=None, by=ada)
    assert refused.value.field == "name"


def test_a_team_may_keep_its_own_name(ada, mona, db):
    teams.update_team(mona.team, name="NORTH", lead=mona, by=ada)

    assert mona.team.name == "NORTH"


def test_only_a_team_lead_leads(ada, alice, mona):
    with pytest.raises(RuleViolation, match="not a team lead") as refused:
        teams.update_team(mona.team, name="North", lead=alice, by=ada)
    assert refused.value.field == "lead_id"


def test_a_change_is_recorded_with_what_was_before(ada, mona, db):
    teams.update_team(mona.team, name="North", lead=None, by=ada)

    activity = db.session.scalar(select(Activity))
    assert activity.kind == "team_updated"
    assert activity.data["was"] == ["North", mona.id, "shared"]
    assert activity.data["now"] == ["North", None, "shared"]
