"""Who may do what, by role. Which *rows* a person sees is the queries' business.

The roles and their duties are those of the product description: coordinators call, team leads run
a floor, the director sets promotions, the administrator answers for people, data and stops.

What the house sells, and who sells how much of it, is for those who run a floor (``SEE_BOARD``: the
board, the promotions' pages, targets and reports of others). A coordinator has of a promotion what
a call needs, on the desk: its name and deadline, its offers and script; and their own figures.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in this organisation."""

    COORDINATOR = "coordinator"
    TEAM_LEAD = "team_lead"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Something that not everybody may do, or that a later version may take from somebody."""

    WORK_DESK = "work_desk"
    EDIT_LEADS = "edit_leads"
    MARK_DO_NOT_CALL = "mark_do_not_call"
    SEE_BOARD = "see_board"
    SEE_FLOOR = "see_floor"
    ASSIGN_LEADS = "assign_leads"
    CLEAR_WRAP_UP = "clear_wrap_up"
    SEE_ALL_LEADS = "see_all_leads"
    IMPORT_LEADS = "import_leads"
    EXPORT_LEADS = "export_leads"
    EDIT_PROMOTIONS = "edit_promotions"
    EDIT_PRODUCTS = "edit_products"
    EDIT_SCRIPTS = "edit_scripts"
    SEE_DIAL_DECISIONS = "see_dial_decisions"
    EDIT_OUTCOMES = "edit_outcomes"
    ADMINISTER_DO_NOT_CALL = "administer_do_not_call"
    MANAGE_USERS = "manage_users"
    EDIT_SETTINGS = "edit_settings"


_EVERYBODY = frozenset({Action.WORK_DESK, Action.EDIT_LEADS, Action.MARK_DO_NOT_CALL})

_RUNS_A_FLOOR = _EVERYBODY | {
    Action.SEE_BOARD,
    Action.SEE_FLOOR,
    Action.ASSIGN_LEADS,
    Action.CLEAR_WRAP_UP,
}

_SETS_PROMOTIONS = _RUNS_A_FLOOR | {
    Action.SEE_ALL_LEADS,
    Action.IMPORT_LEADS,
    Action.EXPORT_LEADS,
    Action.EDIT_PROMOTIONS,
    Action.EDIT_PRODUCTS,
    Action.EDIT_SCRIPTS,
    Action.SEE_DIAL_DECISIONS,
    Action.ADMINISTER_DO_NOT_CALL,
}

_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.COORDINATOR: _EVERYBODY,
    Role.TEAM_LEAD: _RUNS_A_FLOOR,
    Role.DIRECTOR: _SETS_PROMOTIONS,
    Role.ADMINISTRATOR: frozenset(Action),
}


def may(role: Role | str, action: Action) -> bool:
    """Whether somebody in that role may do ``action``; an unknown role may do nothing."""
    return action in _ALLOWED.get(role, frozenset())


def actions_of(role: Role | str) -> frozenset[Action]:
    """Everything somebody in that role may do."""
    return _ALLOWED.get(role, frozenset())
