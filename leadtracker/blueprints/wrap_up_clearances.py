"""Clearing a wrap-up that somebody owes."""

from http import HTTPStatus

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.assignments import done
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.floor import ClearanceForm
from leadtracker.models import Call
from leadtracker.services import desks

bp = Blueprint("wrap_up_clearances", __name__)


@bp.get("/floor/calls/<int:call_id>/wrap-up-clearance")
@require(Action.CLEAR_WRAP_UP)
def new(call_id: int):
    """Whose wrap-up it is, and what clearing does."""
    return _render(loaders.load_call_on_floor(call_id), ClearanceForm())


@bp.post("/floor/calls/<int:call_id>/wrap-up-clearance")
@require(Action.CLEAR_WRAP_UP)
def create(call_id: int):
    """Clear it."""
    call, form = loaders.load_call_on_floor(call_id), ClearanceForm(request.form)
    if not form.validate():
        return _render(call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        desks.clear_wrap_up(call, reason=form.reason.data, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render(call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return done(_("%(name)s can go on.", name=call.user.first_name))


def _render(call: Call, form: ClearanceForm, status: int = HTTPStatus.OK):
    return render_page_or_partial(
        "wrap_up_clearances/new.html",
        "wrap_up_clearances/_dialog.html",
        status=status,
        call=call,
        form=form,
    )
