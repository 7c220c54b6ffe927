"""One's own password."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.extensions import limiter
from leadtracker.forms.account import PasswordForm
from leadtracker.services import users

bp = Blueprint("account_passwords", __name__)


@bp.get("/account/password")
def edit():
    """The form."""
    return _render(PasswordForm())


@bp.post("/account/password")
@limiter.limit(
    "10 per 5 minutes",
    key_func=lambda: f"user {current_user.id}",
    deduct_when=lambda answer: answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY,
)
def update():
    """Change it; every other browser is signed out."""
    form = PasswordForm(request.form)
    if not form.validate():
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        users.change_password(signed_in_user(), current=form.current.data, new=form.password.data)
    except RuleViolation as error:
        form.refuse(error)
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("Your password is changed. You are signed out everywhere else.")
    return toast(redirect_to(url_for("account_passwords.edit")), words)


def _render(form: PasswordForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    return render_template("account/password.html", form=form), status
