"""The pages: one module per resource, named as its noun in the URL."""

from importlib import import_module

from flask import Flask

from leadtracker.blueprints import navigation

#: Each module holds one Blueprint called ``bp``.
RESOURCES = (
    "account",
    "account_passwords",
    "account_sessions",
    "call_endings",
    "call_outcomes",
    "calls",
    "claims",
    "deactivations",
    "desk",
    "desk_call",
    "desk_queue",
    "do_not_call",
    "do_not_call_lifts",
    "due_readings",
    "events",
    "health",
    "home",
    "sessions",
    "skips",
    "snoozes",
    "teams",
    "user_passwords",
    "users",
    "webhooks",
)


def init_app(app: Flask) -> None:
    """Register every resource, and the way around them."""
    navigation.init_app(app)
    for name in RESOURCES:
        app.register_blueprint(import_module(f"leadtracker.blueprints.{name}").bp)
