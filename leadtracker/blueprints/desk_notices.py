"""What somebody else did to the reader's desk, in words."""

from flask import Blueprint

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.serializers.desk_notices import notices_of

bp = Blueprint("desk_notices", __name__)


@bp.get("/desk/notices")
@require(Action.WORK_DESK)
def index():
    """Those of the last minutes."""
    return render_partial("desk/_told.html", notices=notices_of(signed_in_user()))
