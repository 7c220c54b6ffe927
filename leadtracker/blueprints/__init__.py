"""The pages: one module per resource, named as its noun in the URL."""

from importlib import import_module

from flask import Flask

from leadtracker.blueprints import navigation

#: Each module holds one Blueprint called ``bp``.
RESOURCES = (
    "account",
    "account_calendars",
    "account_passwords",
    "account_sessions",
    "assignments",
    "calendars",
    "call_drafts",
    "call_endings",
    "call_outcomes",
    "calls",
    "claims",
    "days",
    "deactivations",
    "deals",
    "desk",
    "desk_call",
    "desk_notices",
    "desk_queue",
    "dial_modes",
    "do_not_call",
    "do_not_call_lifts",
    "due_notices",
    "due_readings",
    "events",
    "floor_people",
    "floor_summaries",
    "floors",
    "hand_overs",
    "health",
    "home",
    "import_previews",
    "import_rows",
    "import_runs",
    "imports",
    "late_assignments",
    "lead_blocks",
    "lead_exports",
    "lead_notes",
    "leads",
    "lists",
    "next_leads",
    "order_cancellations",
    "order_lines",
    "orders",
    "outcome_keys",
    "outcome_retirements",
    "outcome_sets",
    "outcomes",
    "product_retirements",
    "products",
    "promise_closures",
    "promises",
    "promotion_attempts",
    "promotion_audiences",
    "promotion_endings",
    "promotion_launches",
    "promotion_offers",
    "promotion_pauses",
    "promotions",
    "pull_backs",
    "rests",
    "scheduler_lines",
    "script_drafts",
    "script_previews",
    "scripts",
    "search",
    "sessions",
    "skips",
    "snoozes",
    "teams",
    "top_choices",
    "top_places",
    "user_passwords",
    "users",
    "webhooks",
    "wrap_up_clearances",
)


def init_app(app: Flask) -> None:
    """Register every resource, and the way around them."""
    navigation.init_app(app)
    for name in RESOURCES:
        app.register_blueprint(import_module(f"leadtracker.blueprints.{name}").bp)
