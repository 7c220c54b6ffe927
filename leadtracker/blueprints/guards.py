"""Who is asking: sign-in is required everywhere but on a short public list."""

from collections.abc import Callable
from functools import wraps

from flask import Flask, Response, abort, g, request
from flask_login import current_user

from leadtracker.domain import policies
from leadtracker.extensions import login_manager
from leadtracker.models import User
from leadtracker.services import sessions

#: Endpoints that answer without a sign-in. Webhooks are not people: they are signed instead.
PUBLIC_ENDPOINTS = frozenset({"health.show", "sessions.new", "sessions.create", "static"})
SIGNED_BLUEPRINTS = frozenset({"webhooks"})


def init_app(app: Flask) -> None:
    """Require a sign-in for every endpoint that is not public or signed."""
    login_manager.login_view = "sessions.new"
    login_manager.session_protection = None
    login_manager.login_message = None
    login_manager.user_loader(_load_user)
    app.before_request(_require_sign_in)
    app.after_request(_mark_seen)


def _load_user(token: str) -> User | None:
    user = sessions.find_user(token)
    if user is not None:
        g.user_id = user.id
        g.session_token = token
    return user


def _require_sign_in():
    if request.endpoint is None or request.endpoint in PUBLIC_ENDPOINTS:
        return None
    if request.blueprint in SIGNED_BLUEPRINTS:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    return None


def _mark_seen(response: Response) -> Response:
    if token := g.pop("session_token", None):
        sessions.mark_seen(token)
    return response


def signed_in_user() -> User:
    """The person asking, as the model and never as Flask-Login's proxy."""
    return current_user._get_current_object()


def require(action: policies.Action) -> Callable:
    """Let only those in who may do ``action``; everybody else gets 403."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args, **kwargs):
            if not policies.may(signed_in_user().role, action):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorate


def locale_of_reader() -> str | None:
    """The signed-in person's language; nobody's is English."""
    return current_user.locale if current_user and current_user.is_authenticated else None


def time_zone_of_reader() -> str | None:
    """The signed-in person's zone, in which "your time" is told."""
    return current_user.time_zone if current_user and current_user.is_authenticated else None
