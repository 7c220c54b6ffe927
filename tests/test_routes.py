"""Every address of the application: guarded, named as the house names them, and safe to post to."""

import pytest
from werkzeug.routing.converters import NumberConverter

from leadtracker.blueprints import guards

#: Everything that can be done to a resource. A verb that does not fit is a missing noun.
ACTIONS = {"index", "show", "new", "create", "edit", "update", "delete"}

#: The whole list of what answers strangers. To grow it is to decide something: do it here too.
PUBLIC = {"calendars.show", "health.show", "sessions.new", "sessions.create", "static"}

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address_of(rule) -> str:
    """Some address of a rule; whether such a row exists does not matter here."""
    _host, path = rule.build({name: _some_value(rule, name) for name in rule.arguments})
    return path


def _some_value(rule, name):
    is_number = isinstance(rule._converters[name], NumberConverter)
    return 1 if is_number else "some"


def test_the_public_list_is_the_one_we_decided_on():
    assert set(guards.PUBLIC_ENDPOINTS) == PUBLIC
    assert set(guards.SIGNED_BLUEPRINTS) == {"webhooks"}


def test_strangers_are_sent_to_sign_in_everywhere_else(app, client):
    open_doors = []
    for rule in rules(app):
        if rule.endpoint in PUBLIC or rule.endpoint.split(".")[0] in guards.SIGNED_BLUEPRINTS:
            continue
        address = address_of(rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(address, method=method)
            if not _leads_to_sign_in(answer):
                open_doors.append(f"{method} {rule.rule} answered {answer.status_code}")
    assert open_doors == []


def _leads_to_sign_in(answer) -> bool:
    redirects = answer.status_code in (302, 303)
    return redirects and answer.headers["Location"].startswith("/sign-in")


def test_every_endpoint_is_something_done_to_a_resource(app):
    odd = [
        rule.endpoint
        for rule in rules(app)
        if rule.endpoint.rpartition(".")[2] not in ACTIONS
        and rule.endpoint.split(".")[0] not in guards.SIGNED_BLUEPRINTS
    ]
    assert odd == []


def test_reading_never_shares_an_endpoint_with_writing(app):
    mixed = [rule.rule for rule in rules(app) if "GET" in rule.methods and rule.methods & WRITING]
    assert mixed == []


@pytest.fixture
def forgery_protection(app):
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_nothing_is_changed_without_the_pages_token(app, sign_in, ada, forgery_protection):
    browser = sign_in(ada)
    unprotected = []
    for rule in rules(app):
        if rule.endpoint.split(".")[0] in guards.SIGNED_BLUEPRINTS:
            continue
        for method in rule.methods & WRITING:
            answer = browser.open(address_of(rule), method=method)
            if answer.status_code != 400:
                unprotected.append(f"{method} {rule.rule} answered {answer.status_code}")
    assert unprotected == []


def test_webhooks_without_a_signature_are_refused(app, client, telephony):
    for rule in rules(app):
        if rule.endpoint.split(".")[0] in guards.SIGNED_BLUEPRINTS:
            answer = client.open(address_of(rule), method="POST")
            assert answer.status_code in (400, 403), rule.rule
