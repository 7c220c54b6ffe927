"""Closing a promise that needs no call any more."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.promises import day_url, render_forms
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.promises import ClosureForm, MoveForm
from leadtracker.services import follow_ups

bp = Blueprint("promise_closures", __name__)


@bp.post("/promises/<int:promise_id>/closure")
@require(Action.WORK_DESK)
def create(promise_id: int) -> Response:
    """Close it with a reason that stays."""
    promise = loaders.load_promise(promise_id)
    form = ClosureForm(request.form)
    if not form.validate():
        return render_forms(promise, MoveForm(), form)
    try:
        follow_ups.close_promise(promise, reason=form.reason.data, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_forms(promise, MoveForm(), form)
    words = _("The promise to %(lead)s is closed.", lead=promise.lead.name)
    return toast(redirect_to(day_url(promise)), words)
