"""Leads as a file."""

from flask import Blueprint, request

from leadtracker.blueprints.downloads import send_csv
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.domain.policies import Action
from leadtracker.forms.leads import read_filter
from leadtracker.queries import leads as find
from leadtracker.serializers.lead_export import HEADING, export_rows

bp = Blueprint("lead_exports", __name__)


@bp.get("/leads.csv")
@require(Action.EXPORT_LEADS)
def show():
    """Every lead that the filter asks for, in its order, whatever the page."""
    matching = find.leads_matching(read_filter(request.args), reader=signed_in_user())
    return send_csv("leads.csv", [str(name) for name in HEADING], export_rows(matching))
