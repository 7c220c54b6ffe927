"""Giving the late promises to whoever is free."""

from flask import Blueprint
from flask_babel import ngettext

from leadtracker.blueprints.assignments import done
from leadtracker.blueprints.floors import asked_floor
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.domain.policies import Action
from leadtracker.serializers.floor import person_rows
from leadtracker.serializers.floor_side import late_items
from leadtracker.services import assignments

bp = Blueprint("late_assignments", __name__)


@bp.post("/floor/late-assignments")
@require(Action.ASSIGN_LEADS)
def create():
    """Deal those whose owner is not free among those who are."""
    floor = asked_floor()
    free = [row.user for row in person_rows(floor.people) if row.is_free]
    theirs = {user.id for user in free}
    late = [i for i in late_items(floor.people, floor.teams) if i.owner_id not in theirs]
    moved = assignments.give_out_late(late, free=free, by=signed_in_user())
    words = ngettext(
        "%(num)s late promise was given out.", "%(num)s late promises were given out.", moved.count
    )
    return done(words, moved=moved)
