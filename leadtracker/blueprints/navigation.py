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


@dataclass(frozen=True)
class Entry:
    """A screen as one reader sees it; ``current`` when the page lies on it or below it."""

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
)
SETTINGS_IN_RAIL = Place("account", "settings", _l("Settings"))

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
            Place("users", "users", _l("People"), Action.SEE_FLOOR),
            Place("teams", "users-group", _l("Teams"), Action.MANAGE_USERS),
        ),
    ),
    (
        _l("Calling"),
        (
            Place("do_not_call", "phone-off", _l("Do not call"), Action.ADMINISTER_DO_NOT_CALL),
            Place("outcome_sets", "list-check", _l("Outcomes"), Action.EDIT_OUTCOMES),
        ),
    ),
    (_l("Data"), (Place("products", "packages", _l("Products"), Action.EDIT_PRODUCTS),)),
)

#: Where each role begins its day; the first of these screens that exists.
_HOMES = {
    policies.Role.TEAM_LEAD: ("floors", "desk", "account"),
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
    if not current_user.is_authenticated:
        return []
    in_settings = any(entry.current for _title, entries in settings() for entry in entries)
    last = [_entry(SETTINGS_IN_RAIL, current=in_settings)]
    return _entries(RAIL) + last


def settings() -> list[tuple[str, list[Entry]]]:
    """The settings' pages of the person reading, in their groups."""
    shown = _entries(tuple(place for _title, places in SETTINGS for place in places))
    groups = []
    for title, places in SETTINGS:
        fronts = {_front_of(place.blueprint) for place in places}
        groups.append((str(title), [entry for entry in shown if entry.endpoint in fronts]))
    return [(title, entries) for title, entries in groups if entries]


def home_url() -> str:
    """Where the person reading begins their day."""
    for blueprint in _HOMES.get(current_user.role, _HOME):
        if endpoint := _front_of(blueprint):
            return url_for(endpoint)
    raise LookupError("the account page is always there")


def _entries(places: tuple[Place, ...]) -> list[Entry]:
    open_places = [place for place in places if _front_of(place.blueprint) and _may_open(place)]
    above = [place for place in open_places if _is_at_or_below(_url_of(place))]
    nearest = max(above, key=lambda place: len(_url_of(place)), default=None)
    return [_entry(place, current=place is nearest) for place in open_places]


def _entry(place: Place, *, current: bool) -> Entry:
    return Entry(
        endpoint=_front_of(place.blueprint),
        url=_url_of(place),
        label=str(place.label),
        icon=place.icon,
        current=current,
    )


def _url_of(place: Place) -> str:
    return url_for(_front_of(place.blueprint))


def _is_at_or_below(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")


def _may_open(place: Place) -> bool:
    return place.action is None or policies.may(current_user.role, place.action)


def _front_of(blueprint: str) -> str | None:
    """The endpoint a link to ``blueprint`` leads to, or None while there is none."""
    for name in _FRONTS:
        if f"{blueprint}.{name}" in current_app.view_functions:
            return f"{blueprint}.{name}"
    return None
