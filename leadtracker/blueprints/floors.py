"""The live floor: who is doing what, and how the queue is."""

from dataclasses import dataclass

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain.policies import Action
from leadtracker.models import Team, User
from leadtracker.queries import floor as find
from leadtracker.serializers import floor as words
from leadtracker.serializers import floor_side

bp = Blueprint("floors", __name__)


@dataclass(frozen=True)
class Floor:
    """The people the reader watches, as far as the address asks for them."""

    everybody: list[User]
    people: list[User]
    team_id: int | None

    @property
    def teams(self) -> list[Team]:
        """The teams of those shown."""
        return list({user.team.id: user.team for user in self.people if user.team}.values())


@bp.get("/floor")
@require(Action.SEE_FLOOR)
def show():
    """The whole floor."""
    floor = asked_floor()
    return render_page_or_partial(
        "floors/show.html",
        "floors/_floor.html",
        tabs=words.tabs_of(floor.everybody, floor.team_id),
        **floor_context(floor),
    )


def asked_floor() -> Floor:
    """One team of the reader's, or everybody; a lead begins with the team they are on."""
    reader = signed_in_user()
    everybody = find.people_on_floor(reader)
    teams = {user.team_id for user in everybody}
    asked = request.values.get("team", type=loaders.row_id)
    if asked is None and "team" not in request.values:
        asked = reader.team_id
    chosen = asked if asked in teams else None
    people = [user for user in everybody if chosen is None or user.team_id == chosen]
    return Floor(everybody, people, chosen)


def floor_context(floor: Floor) -> dict:
    """What the floor's templates need."""
    rows = words.person_rows(floor.people)
    side = floor_side.side_of(rows, floor.teams)
    return {
        "rows": rows,
        "side": side,
        "headline": words.headline_of(rows, side.late_count),
        "totals": words.totals_of(rows),
        "team_id": floor.team_id,
    }
