"""Leadtracker: telephone sales with one queue of calls."""

import secrets

from flask import Flask, g, request
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from leadtracker import blueprints, cli, db, live, logs, mail, telephony, templating
from leadtracker.blueprints import errors, guards, security
from leadtracker.extensions import babel, csrf, limiter, login_manager, migrate

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def create_app(config: Config | None = None) -> Flask:
    """Wire the parts together. No I/O happens here, nothing is migrated, no thread is started."""
    app = Flask(__name__)
    app.config.from_object(config or Config())
    app.json.sort_keys = False
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    logs.init_app(app)
    _open_requests(app)
    _bind_database(app)
    _bind_extensions(app)
    telephony.init_app(app)
    mail.init_app(app)
    live.init_app(app)
    templating.init_app(app)
    errors.init_app(app)
    blueprints.init_app(app)
    cli.init_app(app)
    return app


def _open_requests(app: Flask) -> None:
    """Before anything else: give the request an id, and let reading requests take no write lock."""

    @app.before_request
    def open_request() -> None:
        g.request_id = secrets.token_hex(8)
        if request.method in READING_METHODS:
            g.reading = db.reading()
            g.reading.__enter__()

    @app.teardown_request
    def close_request(_error) -> None:
        if declared := g.pop("reading", None):
            declared.__exit__(None, None, None)


def _bind_database(app: Flask) -> None:
    import leadtracker.models  # noqa: F401 - registers the tables

    db.db.init_app(app)
    with app.app_context():
        db.prepare_engine(db.db.engine)
    migrate.init_app(app, db.db, render_as_batch=True, compare_type=True)


def _bind_extensions(app: Flask) -> None:
    babel.init_app(
        app,
        locale_selector=guards.locale_of_reader,
        timezone_selector=guards.time_zone_of_reader,
    )
    templating.speak(app)
    app.jinja_env.globals["get_locale"] = get_locale
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    guards.init_app(app)
    security.init_app(app)
