"""One promise: moving it to the moment they asked for."""

from http import HTTPStatus

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.promises import ClosureForm, MoveForm
from leadtracker.models import FollowUp
from leadtracker.serializers.due_readings import due_from
from leadtracker.services import follow_ups
from leadtracker.templating.wording import day_time_in

bp = Blueprint("promises", __name__)


@bp.get("/promises/<int:promise_id>/edit")
@require(Action.WORK_DESK)
def edit(promise_id: int) -> Response:
    """Both forms: another moment, or no call."""
    return render_forms(loaders.load_promise(promise_id), MoveForm(), ClosureForm())


@bp.patch("/promises/<int:promise_id>")
@bp.post("/promises/<int:promise_id>")
@require(Action.WORK_DESK)
def update(promise_id: int) -> Response:
    """Agree another moment, in words that are read in the lead's zone."""
    promise = loaders.load_promise(promise_id)
    form = MoveForm(request.form)
    if not form.validate():
        return render_forms(promise, form, ClosureForm())
    said = form.follow_up.data
    try:
        due_at = due_from(said, promise.lead)
        follow_ups.move_promise(promise, due_at=due_at, said=said, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_forms(promise, form, ClosureForm())
    words = _(
        "%(lead)s is called on %(when)s their time.",
        lead=promise.lead.name,
        when=day_time_in(promise.due_at, promise.time_zone or "UTC"),
    )
    return toast(redirect_to(day_url(promise)), words)


def render_forms(promise: FollowUp, move: MoveForm, closure: ClosureForm) -> Response:
    """The two forms; 422 with what is wrong with one of them."""
    wrong = move.errors or closure.errors or move.form_errors or closure.form_errors
    return render_page_or_partial(
        "promises/edit.html",
        "promises/_edit.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        promise=promise,
        move=move,
        closure=closure,
    )


def day_url(promise: FollowUp) -> str:
    """The day page that the reader came from: their own, or that of the promise's owner."""
    is_own = promise.owner_id == signed_in_user().id
    return url_for("days.show", user=None if is_own else promise.owner_id)
