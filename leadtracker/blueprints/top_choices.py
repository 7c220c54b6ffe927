"""Finding the lead that is to be somebody's next call."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action
from leadtracker.queries import leads as find

bp = Blueprint("top_choices", __name__)


@bp.get("/floor/people/<int:user_id>/top-choices")
@require(Action.ASSIGN_LEADS)
def index(user_id: int):
    """A search, and the leads that match it, each ready to be put on top; htmx gets the dialog,
    and from its search field the list alone.
    """
    q = legible(request.args.get("q", ""))[:100]
    is_search = "q" in request.args
    return render_page_or_partial(
        "top_choices/index.html",
        "top_choices/_found.html" if is_search else "top_choices/_dialog.html",
        person=loaders.load_person(user_id),
        q=q,
        leads=find.leads_named_like(q, reader=signed_in_user()),
    )
