"""What a person sees when something is wrong: what failed, what is safe, and the way out."""

import structlog
from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from leadtracker.db import db
from leadtracker.domain.errors import NotFound, RuleViolation

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Answer every error with a page, or with its sentence where a fragment was asked for."""
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(RuleViolation, _rule_violated)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(HTTPException, _refused)


def _titles() -> dict[int, tuple[str, str]]:
    return {
        403: (_("Not yours to open"), _("Ask a team lead or an administrator if you need it.")),
        404: (_("Nothing here"), _("It does not exist, or it belongs to another team.")),
        405: (_("That cannot be done here"), _("Go back and try again.")),
        413: (_("That file is too large"), _("Split it and import the parts one by one.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        500: (_("That did not work"), _("What was saved before is safe. Try again in a moment.")),
    }


def _answer(status: int, title: str, text: str):
    if request.headers.get("HX-Request"):
        return title + ". " + text, status, {"Content-Type": "text/plain; charset=utf-8"}
    page = render_template("errors/show.html", status=status, title=title, text=text)
    return page, status


def _refused(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    title, text = _titles().get(error.code, (error.name, error.description or ""))
    answer = _answer(error.code, title, text)
    return answer


def _not_found(_error: NotFound):
    return _answer(404, *_titles()[404])


def _rule_violated(error: RuleViolation):
    db.session.rollback()
    sentence = _(error.message) % error.params if error.params else _(error.message)
    return _answer(409, _("That cannot be done now"), sentence)


def _csrf_failed(_error: CSRFError):
    return _answer(
        400,
        _("This page is out of date"),
        _("You were signed out or signed in elsewhere. Reload the page and send it again."),
    )


def _failed(error: InternalServerError):
    db.session.rollback()
    log.error("request_failed", path=request.path, exc_info=error.original_exception)
    return _answer(500, *_titles()[500])
