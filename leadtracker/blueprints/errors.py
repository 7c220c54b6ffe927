"""What a person sees when something is wrong: what failed, what is safe, and the way out."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from leadtracker.blueprints import guards
from leadtracker.blueprints.rendering import is_htmx
from leadtracker.db import db, is_disk_full
from leadtracker.domain.errors import NotFound, RuleViolation

log = structlog.get_logger()

#: Headers of Werkzeug's own answer that ours keeps.
_KEPT_HEADERS = ("Allow", "Retry-After")


def init_app(app: Flask) -> None:
    """Answer every error with a page, or with its sentence where a fragment was asked for."""
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(RuleViolation, _rule_violated)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(HTTPException, _refused)


def _words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("That could not be read"), _("Go back, reload the page and send it again.")),
        403: (_("Not yours to open"), _("Ask a team lead or an administrator if you need it.")),
        404: (_("Nothing here"), _("It does not exist, or it belongs to another team.")),
        405: (_("That cannot be done here"), _("Go back and try again.")),
        413: (_("That is too large"), _("Split the file and import the parts one by one.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        500: (_("That did not work"), _("What was saved before is safe. Try again in a moment.")),
        507: (
            _("The server’s disk is full"),
            _(
                "Nothing was saved now; what was saved before is safe. Keep this page open, have an"
                " administrator make room, then try again."
            ),
        ),
    }


def _refused(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    title, text = _words().get(error.code, (error.name, error.description or ""))
    answer = _answer(error.code, title, text)
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def _not_found(_error: NotFound) -> Response:
    return _answer(HTTPStatus.NOT_FOUND, *_words()[404])


def _rule_violated(error: RuleViolation) -> Response:
    db.session.rollback()
    sentence = _(error.message) % error.params if error.params else _(error.message)
    return _answer(HTTPStatus.CONFLICT, _("That cannot be done now"), sentence)


def _csrf_failed(_error: CSRFError) -> AnyResponse:
    """Without a session no token is right; a script is told to sign in, and keeps what it has."""
    if is_htmx() and not guards.is_open(request.endpoint) and not current_user.is_authenticated:
        return guards.ask_to_sign_in()
    return _answer(
        HTTPStatus.BAD_REQUEST,
        _("This page is out of date"),
        _("You were signed out or signed in elsewhere. Reload the page and send it again."),
    )


def _failed(error: InternalServerError) -> Response:
    cause = error.original_exception
    log.error("request_failed", endpoint=request.endpoint, exc_info=cause)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if is_disk_full(cause):
        status = HTTPStatus.INSUFFICIENT_STORAGE
    try:
        db.session.rollback()
        return _answer(status, *_words()[status])
    except Exception:  # the page itself needs what is broken; say it without
        log.exception("error_page_failed")
        return make_response("That did not work. Try again in a moment.", 500)


def _answer(status: int, title: str, text: str) -> Response:
    if is_htmx():
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        return make_response(f"{title}. {text}", status, headers)
    page = render_template("errors/show.html", status=status, title=title, text=text)
    return make_response(page, status)
