"""The rows of an import that need a look."""

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.downloads import send_csv
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.db import db
from leadtracker.domain.policies import Action
from leadtracker.models.lead_import import RowProblem
from leadtracker.queries import imports as find
from leadtracker.serializers.imports import PROBLEM_NAMES, reason_of

bp = Blueprint("import_rows", __name__)

PAGE_SIZE = 100


@bp.get("/imports/<int:import_id>/rows")
@require(Action.IMPORT_LEADS)
def index(import_id: int):
    """Those of one problem or of all, by their line."""
    lead_import, problem = loaders.load_import(import_id), _asked_problem()
    rows = db.paginate(find.problem_rows(lead_import, problem), per_page=PAGE_SIZE, error_out=False)
    return render_page_or_partial(
        "imports/rows.html",
        "imports/_rows.html",
        lead_import=lead_import,
        problem=problem,
        page=rows,
        reason_of=reason_of,
        totals=find.problem_totals(lead_import),
        problem_names=PROBLEM_NAMES,
    )


@bp.get("/imports/<int:import_id>/rows.csv")
@require(Action.IMPORT_LEADS)
def show(import_id: int):
    """The same as a file: the line and the reason, then the row as it came."""
    lead_import, problem = loaders.load_import(import_id), _asked_problem()
    found = find.problem_rows(lead_import, problem).execution_options(yield_per=500)
    heading = [_("Line"), _("Reason"), *lead_import.columns["heading"]]
    rows = ([row.line, reason_of(row), *row.cells] for row in db.session.scalars(found))
    return send_csv("rows-to-look-at.csv", heading, rows)


def _asked_problem() -> RowProblem | None:
    name = request.args.get("problem", "")
    return RowProblem(name) if name in set(RowProblem) else None
