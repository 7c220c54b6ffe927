import pytest

from leadtracker.domain.policies import Action, Role, actions_of, may


@pytest.mark.parametrize(
    ("action", "lowest"),
    [
        (Action.WORK_DESK, Role.COORDINATOR),
        (Action.MARK_DO_NOT_CALL, Role.COORDINATOR),
        (Action.SEE_BOARD, Role.TEAM_LEAD),
        (Action.CLEAR_WRAP_UP, Role.TEAM_LEAD),
        (Action.SEE_ALL_LEADS, Role.DIRECTOR),
        (Action.IMPORT_LEADS, Role.DIRECTOR),
        (Action.EDIT_PROMOTIONS, Role.DIRECTOR),
        (Action.ADMINISTER_DO_NOT_CALL, Role.DIRECTOR),
        (Action.MANAGE_USERS, Role.ADMINISTRATOR),
    ],
)
def test_each_action_begins_with_a_role(action, lowest):
    roles = list(Role)
    assert [role for role in roles if may(role, action)] == roles[roles.index(lowest) :]


def test_the_administrator_may_do_everything():
    assert actions_of(Role.ADMINISTRATOR) == set(Action)


def test_a_role_is_known_by_its_stored_text_and_a_stranger_may_do_nothing():
    assert may("coordinator", Action.WORK_DESK)
    assert not may("intern", Action.WORK_DESK)
    assert actions_of("intern") == set()
