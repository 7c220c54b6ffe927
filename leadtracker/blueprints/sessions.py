"""Signing in and out."""

from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.exceptions import HTTPException

from leadtracker.blueprints import navigation
from leadtracker.blueprints.guards import PUBLIC_ENDPOINTS, signed_in_user
from leadtracker.blueprints.rendering import redirect_to
from leadtracker.domain.errors import RuleViolation
from leadtracker.extensions import limiter
from leadtracker.forms.sessions import SignInForm
from leadtracker.services import sessions

bp = Blueprint("sessions", __name__)

#: Wrong passwords from one address, whatever the accounts. A whole floor may share an address, so
#: right ones do not count.
REFUSED_FROM_ONE_ADDRESS = "30 per 5 minutes"

#: Encoded more often than this, an address hides something.
_MOST_ENCODINGS = 3


@bp.get("/sign-in")
def new():
    """The sign-in page; somebody who is signed in goes on."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    return _render(SignInForm())


@bp.post("/sign-in")
@limiter.limit(
    REFUSED_FROM_ONE_ADDRESS,
    deduct_when=lambda answer: answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY,
)
def create():
    """Begin a session under a new cookie, and end the one this browser had."""
    form = SignInForm(request.form)
    if not form.validate():
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        user = sessions.sign_in(
            form.email.data,
            form.password.data,
            address=request.remote_addr or "",
            user_agent=request.user_agent.string,
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if current_user.is_authenticated:
        sessions.sign_out(signed_in_user())
    session.clear()
    login_user(user)
    session.permanent = form.remember.data
    return redirect(_next_page(), HTTPStatus.SEE_OTHER)


@bp.post("/sign-out")
def delete():
    """End this session on the server; its cookie is worth nothing any more."""
    sessions.sign_out(signed_in_user())
    session.clear()
    return redirect_to(url_for("sessions.new"))


def _render(form: SignInForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    hours = current_app.config["SESSION_HOURS"]
    page = render_template("sessions/new.html", form=form, hours=hours, next=_asked_page())
    return page, status


def _asked_page() -> str:
    return request.values.get("next", "")


def _next_page() -> str:
    asked = _asked_page()
    return asked if is_own_page(asked) else navigation.home_url()


def is_own_page(target: str) -> bool:
    """Whether ``target`` is the path of a page of ours that a person can be sent to.

    It must look like a path however often it is decoded: no host, no scheme, no backslash (which
    browsers read as a slash), nothing invisible; and a page must answer there.
    """
    return _is_plain_path(target) and _answers_at(urlsplit(target).path)


def _is_plain_path(target: str) -> bool:
    for _round in range(_MOST_ENCODINGS):
        if not target.startswith("/") or target.startswith("//") or "\\" in target:
            return False
        if not target.isprintable() or " " in target:
            return False
        decoded = unquote(target.partition("?")[0])
        if decoded == target.partition("?")[0]:
            return True
        target = decoded
    return False


def _answers_at(path: str) -> bool:
    try:
        endpoint, _arguments = current_app.create_url_adapter(request).match(path, method="GET")
    except HTTPException:  # no such page, not for GET, or the router would send us elsewhere
        return False
    return endpoint not in PUBLIC_ENDPOINTS
