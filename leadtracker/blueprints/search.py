"""What the palette finds while somebody types."""

from flask import Blueprint, redirect, render_template, request, url_for

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import asks_for_partial
from leadtracker.domain.plain_text import legible
from leadtracker.queries import leads as find_leads

bp = Blueprint("search", __name__)


@bp.get("/search")
def index():
    """A few leads by any part of their name or number; without htmx, the whole list of them."""
    q = legible(request.args.get("q", ""))[:100]
    if not asks_for_partial():
        return redirect(url_for("leads.index", q=q))
    leads = find_leads.leads_named_like(q, reader=signed_in_user())
    return render_template("search/_found.html", q=q, leads=leads)
