"""What people may change about themselves."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.forms.account import AccountForm
from leadtracker.forms.users import ROLE_NAMES
from leadtracker.mail import get_mail
from leadtracker.queries import calendar_feeds as find_feeds
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
    return render_template("account/edit.html", **account_context(form)), status


def account_context(form: AccountForm | None = None, *, calendar_url: str = "") -> dict:
    """What the page needs; ``calendar_url`` is an address that has just been made."""
    user = signed_in_user()
    return {
        "form": form or AccountForm(obj=user),
        "user": user,
        "role": ROLE_NAMES[user.role],
        "feed": find_feeds.find_feed_of(user),
        "calendar_url": calendar_url,
        "mail_is_on": get_mail().is_on,
    }
