"""Where one is signed in, and signing out there."""

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.browsers import browser_of
from leadtracker.models import UserSession
from leadtracker.queries import sessions as find
from leadtracker.services import sessions

bp = Blueprint("account_sessions", __name__)


@bp.get("/account/sessions")
def index():
    """Every browser that signs the reader in, last used first."""
    user = signed_in_user()
    stmt = find.open_sessions_of(user, now=clock.now(), idle=sessions.idle_limit())
    rows = [
        (session, _describe(session), sessions.is_current(session, user))
        for session in db.session.scalars(stmt)
    ]
    return render_template("account/sessions.html", rows=rows)


@bp.post("/account/sessions/end")
@bp.post("/account/sessions/<int:session_id>/end")
def delete(session_id: int | None = None):
    """Sign out on one browser, or everywhere but here."""
    if session_id is not None:
        sessions.end_session(loaders.load_session(session_id), by=signed_in_user())
        words = _("That browser is signed out.")
    else:
        count = sessions.end_other_sessions(signed_in_user())
        words = ngettext(
            "%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", count
        )
    return toast(redirect_to(url_for("account_sessions.index")), words)


def _describe(session: UserSession) -> str:
    browser, system = browser_of(session.user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("Unknown browser")
