"""Another password for somebody who has lost theirs."""

from http import HTTPStatus

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.users import hand_over, render_edit
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.users import NewPasswordForm
from leadtracker.services import users

bp = Blueprint("user_passwords", __name__)


@bp.post("/users/<int:user_id>/password")
@require(Action.MANAGE_USERS)
def create(user_id: int):
    """Set it, or make one and show it once; their sessions end."""
    user = loaders.load_user(user_id)
    form = NewPasswordForm(request.form)
    if not form.validate():
        return render_edit(user, password_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = form.password.data
    password = chosen or users.make_password()
    try:
        users.reset_password(user, password, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_edit(user, password_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s has a new password and is signed out everywhere.", name=user.name)
    return hand_over(user, made=None if chosen else password, words=words)
