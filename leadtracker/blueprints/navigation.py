"""The way around: which screens stand in the rail and in the settings, for whom.

A screen is listed once its blueprint exists and the reader's role may open it.
"""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_login import current_user

from leadtracker.domain import policies
from leadtracker.domain.policies import Action


@dataclass(frozen=True)
class Place:
    """A screen: the blueprint it belongs to, and what a role must be allowed to see it."""

    blueprint: str
    icon: str
    label: LazyString
    action: Action | None = None
    #: Blueprints whose pages lie below this one.
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A screen as one reader sees it."""

    endpoint: str
    url: str
    label: str
    icon: str
    current: bool


RAIL = (
    Place("desk", "headset", _l("Call desk"), Action.WORK_DESK),
    Place("days", "calendar-time", _l("My day"), Action.WORK_DESK),
    Place("leads", "address-book", _l("Leads")),
    Place("promotions", "target-arrow", _l("Promotions"), Action.SEE_BOARD),
    Place("scripts", "git-fork", _l("Scripts"), Action.EDIT_SCRIPTS),
    Place("floors", "users-group", _l("Floor"), Action.SEE_FLOOR),
    Place("targets", "chart-bar", _l("Targets"), Action.SEE_BOARD),
    Place("reports", "report-analytics", _l("Reports"), Action.SEE_BOARD),
    Place("imports", "table-import", _l("Import"), Action.IMPORT_LEADS),
    Place(
        "account",
        "settings",
        _l("Settings"),
        around=(
            "account_passwords",
            "account_sessions",
            "users",
            "user_passwords",
            "deactivations",
            "teams",
            "do_not_call",
            "do_not_call_lifts",
            "products",
        ),
    ),
)

SETTINGS = (
    (
        _l("You"),
        (
            Place("account", "user", _l("Your account")),
            Place("account_passwords", "lock", _l("Password")),
            Place("account_sessions", "devices", _l("Where you are signed in")),
        ),
    ),
    (
        _l("Team"),
        (
            Place(
                "users",
                "users",
                _l("People"),
                Action.SEE_FLOOR,
                around=("user_passwords", "deactivations"),
            ),
            Place("teams", "users-group", _l("Teams"), Action.MANAGE_USERS),
        ),
    ),
    (
        _l("Calling"),
        (
            Place(
                "do_not_call",
                "phone-off",
                _l("Do not call"),
                Action.ADMINISTER_DO_NOT_CALL,
                around=("do_not_call_lifts",),
            ),
        ),
    ),
    (_l("Data"), (Place("products", "packages", _l("Products"), Action.EDIT_PRODUCTS),)),
)

#: Where each role begins its day; the first of these screens that exists.
_HOMES = {
    policies.Role.DIRECTOR: ("promotions", "leads", "account"),
    policies.Role.ADMINISTRATOR: ("users", "account"),
}
_HOME = ("desk", "leads", "account")

#: The page of a blueprint that the rail leads to.
_FRONTS = ("index", "show", "new", "edit")


def init_app(app: Flask) -> None:
    """Give every template what the frame around the page shows."""
    app.context_processor(_frame)
    app.jinja_env.globals["settings_navigation"] = settings


def _frame() -> dict:
    return {
        "navigation": rail(),
        "company_name": current_app.config["COMPANY_NAME"],
        "telephony_simulated": bool(current_app.config["TWILIO_API_BASE"]),
    }


def rail() -> list[Entry]:
    """The main screens of the person reading; none for somebody who is not signed in."""
    return _entries(RAIL)


def settings() -> list[tuple[str, list[Entry]]]:
    """The settings' pages of the person reading, in their groups."""
    groups = [(str(title), _entries(places)) for title, places in SETTINGS]
    return [(title, entries) for title, entries in groups if entries]


def home_url() -> str:
    """Where the person reading begins their day."""
    for blueprint in _HOMES.get(current_user.role, _HOME):
        if endpoint := _front_of(blueprint):
            return url_for(endpoint)
    raise LookupError("the account page is always there")


def _entries(places: tuple[Place, ...]) -> list[Entry]:
    if not current_user.is_authenticated:
        return []
    return [
        Entry(
            endpoint=endpoint,
            url=url_for(endpoint),
            label=str(place.label),
            icon=place.icon,
            current=request.blueprint in {place.blueprint, *place.around},
        )
        for place in places
        if (endpoint := _front_of(place.blueprint)) and _may_open(place)
    ]


def _may_open(place: Place) -> bool:
    return place.action is None or policies.may(current_user.role, place.action)


def _front_of(blueprint: str) -> str | None:
    """The endpoint a link to ``blueprint`` leads to, or None while there is none."""
    for name in _FRONTS:
        if f"{blueprint}.{name}" in current_app.view_functions:
            return f"{blueprint}.{name}"
    return None
