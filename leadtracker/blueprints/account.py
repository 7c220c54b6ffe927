"""What people may change about themselves."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.forms.account import AccountForm
from leadtracker.forms.users import ROLE_NAMES
from leadtracker.services import users

bp = Blueprint("account", __name__)


@bp.get("/account")
def edit():
    """Name, telephone, zone and language; email and role are an administrator's."""
    return _render(AccountForm(obj=signed_in_user()))


@bp.post("/account")
def update():
    """Change them."""
    form = AccountForm(request.form)
    if not form.validate():
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    users.update_account(signed_in_user(), **form.values())
    return toast(redirect_to(url_for("account.edit")), _("Your details are saved."))


def _render(form: AccountForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    user = signed_in_user()
    role = ROLE_NAMES[user.role]
    return render_template("account/edit.html", form=form, user=user, role=role), status
