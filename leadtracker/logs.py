"""Logs: one line per business event, ids and not names, numbers masked, with request and user."""

import logging
import sys

import structlog
from flask import Flask, g, has_request_context, request

SECRET_KEYS = frozenset({"password", "token", "secret", "note", "email", "name"})


def init_app(app: Flask) -> None:
    """Send structlog to stderr as text or JSON, and give each request an id."""
    renderer = (
        structlog.processors.JSONRenderer()
        if app.config["LOG_FORMAT"] == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request,
            _hide_personal_data,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[app.config["LOG_LEVEL"]]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=not app.config["TESTING"],
    )


def _add_request(_logger, _method, line: dict) -> dict:
    if has_request_context():
        line.setdefault("request_id", g.get("request_id") or request.headers.get("X-Request-ID"))
        if user_id := g.get("user_id"):
            line.setdefault("user_id", user_id)
    return line


def _hide_personal_data(_logger, _method, line: dict) -> dict:
    for key in SECRET_KEYS & line.keys():
        line[key] = "[hidden]"
    return line
