"""The rows of an import that need a look."""

from functools import partial

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.downloads import send_csv
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.db import db
from leadtracker.domain.policies import Action
from leadtracker.models import LeadImport
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
        tabs=_tabs(lead_import, problem),
        problem_names=PROBLEM_NAMES,
    )


def _tabs(lead_import: LeadImport, problem: RowProblem | None) -> list[tuple]:
    """All rows, and those of each problem there is: address, words, whether it is shown, count."""
    address = partial(url_for, "import_rows.index", import_id=lead_import.id)
    totals = find.problem_totals(lead_import)
    kinds = [
        (address(problem=kind), PROBLEM_NAMES[kind], kind is problem, count)
        for kind, count in totals.items()
    ]
    return [(address(), _("All"), problem is None, sum(totals.values())), *kinds]


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
