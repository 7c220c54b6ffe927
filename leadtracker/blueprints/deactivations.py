"""Closing the account of somebody who leaves, and opening it again."""

from http import HTTPStatus

from flask import Blueprint, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.blueprints.users import render_edit
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.services import users

bp = Blueprint("deactivations", __name__)


@bp.post("/users/<int:user_id>/deactivation")
@require(Action.MANAGE_USERS)
def create(user_id: int):
    """Their sessions end at once; what waits in the queue for them waits for the team."""
    user = loaders.load_user(user_id)
    try:
        users.deactivate_user(user, by=signed_in_user())
    except RuleViolation as error:
        refusal = _(error.message) % error.params
        return render_edit(user, refusal=refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s’s account is closed.", name=user.name)
    return toast(redirect_to(url_for("users.index")), words)


@bp.post("/users/<int:user_id>/reactivation")
@require(Action.MANAGE_USERS)
def delete(user_id: int):
    """They may sign in again, with the password they had."""
    user = loaders.load_user(user_id)
    users.reactivate_user(user, by=signed_in_user())
    words = _("%(name)s can sign in again.", name=user.name)
    return toast(redirect_to(url_for("users.index")), words)
