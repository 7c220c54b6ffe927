import pytest

from leadtracker.extensions import limiter
from tests.support.builders import PASSWORD


@pytest.fixture(autouse=True)
def nobody_tried_before(app):
    """The limit per address is counted in memory, which outlives a test."""
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def try_password(client):
    """Send the sign-in form."""

    def send(email, password=PASSWORD, *, browser=client, **fields):
        return browser.post("/sign-in", data={"email": email, "password": password, **fields})

    return send
