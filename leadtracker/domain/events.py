"""Live updates: what may have happened, and who listens to what.

An event says that something changed, never what it became: its data are ids, and whoever hears it
asks for the rest with their own rights.
"""

from collections.abc import Iterable

from leadtracker.domain import policies
from leadtracker.domain.policies import Action

CALL_CHANGED = "call_changed"
QUEUE_CHANGED = "queue_changed"
FOLLOW_UP_DUE = "follow_up_due"
BOARD_CHANGED = "board_changed"
IMPORT_CHANGED = "import_changed"
FLOOR_CHANGED = "floor_changed"
DESK_CHANGED = "desk_changed"

#: Sent by the stream itself: too much was missed to be told one by one, so ask for everything.
RESYNC = "resync"

EVERYBODY = "all"

#: What happens on any floor: for those who see them all.
EVERY_FLOOR = "floors"


def to_user(user_id: int) -> str:
    return f"user:{user_id}"


def to_team(team_id: int) -> str:
    return f"team:{team_id}"


def to_role(role: str) -> str:
    return f"role:{role}"


def topics_of(user_id: int, role: str, team_ids: Iterable[int]) -> frozenset[str]:
    """What one person hears: their own, their role's, their teams' and everybody's events.

    ``team_ids`` are the team they are on and the teams they lead. Whoever sees every lead hears
    every floor.
    """
    teams = {to_team(team_id) for team_id in team_ids}
    floors = {EVERY_FLOOR} if policies.may(role, Action.SEE_ALL_LEADS) else set()
    return frozenset({to_user(user_id), to_role(role), EVERYBODY} | teams | floors)
