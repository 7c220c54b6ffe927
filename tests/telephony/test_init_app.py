"""The settings choose the provider, and none lets a simulated call out into the world."""

import pytest
from flask import Flask

from leadtracker import telephony

SETTINGS = {
    "TELEPHONY": "twilio",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "secret",
    "TWILIO_CALLER_ID": "+442079460100",
    "TWILIO_API_BASE": "",
    "PUBLIC_BASE_URL": "https://calls.example.test",
}


def chosen(**settings):
    app = Flask("settings")
    app.config.update(SETTINGS | settings)
    telephony.init_app(app)
    with app.app_context():
        return telephony.get_telephony()


def test_without_an_address_of_its_own_it_is_the_real_network():
    provider = chosen()

    assert not provider.simulated
    assert provider.caller_id == "+442079460100"


@pytest.mark.parametrize("base", ["http://127.0.0.1:5090", "http://localhost:1", "http://[::1]:2"])
def test_an_address_of_this_machine_is_the_simulated_network(base):
    assert chosen(TWILIO_API_BASE=base).simulated


@pytest.mark.parametrize(
    "base",
    ["http://10.0.0.1:5090", "https://api.twilio.com", "http://127.0.0.1.example.test", "nonsense"],
)
def test_an_address_elsewhere_is_refused_at_the_start(base):
    with pytest.raises(ValueError, match="TWILIO_API_BASE"):
        chosen(TWILIO_API_BASE=base)


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_without_credentials_nothing_could_be_verified(missing):
    with pytest.raises(ValueError, match=missing):
        chosen(**{missing: ""})


def test_the_fake_is_for_tests():
    assert chosen(TELEPHONY="fake").simulated


def test_another_provider_is_not_known():
    with pytest.raises(ValueError, match="pigeon"):
        chosen(TELEPHONY="pigeon")
