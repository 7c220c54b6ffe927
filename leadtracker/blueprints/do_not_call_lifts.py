"""Taking a number off the do-not-call list, with the reason that allows it."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.phones import format_international
from leadtracker.domain.policies import Action
from leadtracker.forms.do_not_call import LiftForm
from leadtracker.models import DoNotCallEntry
from leadtracker.services import do_not_call

bp = Blueprint("do_not_call_lifts", __name__)


@bp.get("/do-not-call/<int:entry_id>/lift")
@require(Action.ADMINISTER_DO_NOT_CALL)
def new(entry_id: int):
    """Ask for the reason."""
    return _render(loaders.load_block(entry_id), LiftForm())


@bp.post("/do-not-call/<int:entry_id>/lift")
@require(Action.ADMINISTER_DO_NOT_CALL)
def create(entry_id: int):
    """Take the number off; the entry stays as evidence."""
    entry = loaders.load_block(entry_id)
    form = LiftForm(request.form)
    if not form.validate():
        return _render(entry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    do_not_call.lift_block(entry, reason=form.reason.data, by=signed_in_user())
    words = _("%(number)s may be called again.", number=format_international(entry.e164))
    return toast(redirect_to(url_for("do_not_call.index")), words)


def _render(entry: DoNotCallEntry, form: LiftForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    return render_template("do_not_call/lift.html", entry=entry, form=form), status
