"""One person's row on the floor."""

from flask import Blueprint

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers.floor import person_rows

bp = Blueprint("floor_people", __name__)


@bp.get("/floor/people/<int:user_id>")
@require(Action.SEE_FLOOR)
def show(user_id: int):
    """The row alone, after something about the person has changed."""
    row = person_rows([loaders.load_person(user_id)])[0]
    return render_partial("floors/_person.html", row=row)
