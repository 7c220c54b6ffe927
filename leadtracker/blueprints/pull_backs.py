"""Taking back what lies on somebody's desk."""

from http import HTTPStatus

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.assignments import done, takers
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.floor import PullBackForm
from leadtracker.models import User
from leadtracker.queries import queue as find_queue
from leadtracker.services import desks

bp = Blueprint("pull_backs", __name__)


@bp.get("/floor/people/<int:user_id>/pull-back")
@require(Action.ASSIGN_LEADS)
def new(user_id: int):
    """What lies there, and where it could go."""
    person = loaders.load_person(user_id)
    return _render(person, _form(person))


@bp.post("/floor/people/<int:user_id>/pull-back")
@require(Action.ASSIGN_LEADS)
def create(user_id: int):
    """Take it."""
    person = loaders.load_person(user_id)
    form = _form(person, request.form)
    if not form.validate():
        return _render(person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        item = desks.pull_back(
            person, to=form.to.taker, by=signed_in_user(), reason=form.reason.data
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render(person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return done(_("%(lead)s is off %(name)s’s desk.", lead=item.lead.name, name=person.first_name))


def _form(person: User, data=None) -> PullBackForm:
    form = PullBackForm(data)
    form.to.offer(*takers(signed_in_user(), but=person))
    return form


def _render(person: User, form: PullBackForm, status: int = HTTPStatus.OK):
    return render_page_or_partial(
        "pull_backs/new.html",
        "pull_backs/_dialog.html",
        status=status,
        person=person,
        form=form,
        item=find_queue.find_claimed(person),
    )
