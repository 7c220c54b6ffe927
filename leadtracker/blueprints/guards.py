"""Who is asking: sign-in is required everywhere but on a short public list."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from leadtracker.blueprints.rendering import is_htmx
from leadtracker.domain import policies
from leadtracker.domain.policies import Action
from leadtracker.extensions import login_manager
from leadtracker.models import User
from leadtracker.services import sessions

#: Endpoints that answer without a sign-in: a calendar's address is its own key. Webhooks are not
#: people: they are signed instead.
PUBLIC_ENDPOINTS = frozenset(
    {"calendars.show", "health.show", "sessions.new", "sessions.create", "static"}
)
SIGNED_BLUEPRINTS = frozenset({"webhooks"})

#: Open tabs ask for these by themselves: asking is no sign of a person.
UNATTENDED_ENDPOINTS = frozenset({"events.index", "due_notices.index", "scheduler_lines.show"})

#: What an open tab says when it refreshes itself a page that people also ask for.
UNATTENDED_HEADER = "X-Unattended"


def init_app(app: Flask) -> None:
    """Require a sign-in for every endpoint that is not public or signed."""
    login_manager.session_protection = None
    login_manager.user_loader(_load_user)
    app.before_request(_require_sign_in)
    app.after_request(_mark_seen)
    app.jinja_env.globals["may"] = reader_may


def _load_user(token: str) -> User | None:
    session = sessions.find_open_session(token)
    if session is None:
        return None
    g.user_id, g.session_id = session.user_id, session.id
    if _is_use() and sessions.is_mark_due(session):
        g.session_to_mark = session.id
    return session.user


def _is_use() -> bool:
    """Whether somebody is there: an open tab that only listens lets its session grow idle."""
    if UNATTENDED_HEADER in request.headers:
        return False
    return request.endpoint not in UNATTENDED_ENDPOINTS


def _require_sign_in() -> AnyResponse | None:
    if request.endpoint is None or is_open(request.endpoint):
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    return None


def is_open(endpoint: str) -> bool:
    """Whether ``endpoint`` answers people who are not signed in, or callers that sign instead."""
    return endpoint in PUBLIC_ENDPOINTS or endpoint.split(".")[0] in SIGNED_BLUEPRINTS


def ask_to_sign_in() -> AnyResponse:
    """Send a page visit to the sign-in page; tell a script 401, so that it can keep what it has."""
    if is_htmx() or not _wants_page():
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        return make_response(_("You are signed out."), HTTPStatus.UNAUTHORIZED, headers)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("sessions.new", next=request.full_path.rstrip("?")))
    came_from = urlsplit(request.referrer or "")
    page = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return redirect(url_for("sessions.new", next=page or None), HTTPStatus.SEE_OTHER)


def _wants_page() -> bool:
    """Browsers name HTML when a person goes somewhere, and only then."""
    accepted = request.headers.get("Accept", "")
    return not accepted or "text/html" in accepted


def _mark_seen(response: Response) -> Response:
    if session_id := g.pop("session_to_mark", None):
        sessions.mark_seen(session_id)
    return response


def signed_in_user() -> User:
    """The person asking, as the model and never as Flask-Login's proxy."""
    return current_user._get_current_object()


def require(action: Action) -> Callable:
    """Let only those in who may do ``action``; everybody else gets 403."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args, **kwargs):
            if not policies.may(signed_in_user().role, action):
                abort(HTTPStatus.FORBIDDEN)
            return view(*args, **kwargs)

        return guarded

    return decorate


def reader_may(action: str) -> bool:
    """For templates: whether the person reading may do the ``Action`` of that name."""
    return current_user.is_authenticated and policies.may(current_user.role, Action(action))


def locale_of_reader() -> str | None:
    """The signed-in person's language; nobody's is English."""
    return current_user.locale if current_user and current_user.is_authenticated else None


def time_zone_of_reader() -> str | None:
    """The signed-in person's zone, in which "your time" is told."""
    return current_user.time_zone if current_user and current_user.is_authenticated else None
