"""The seam to the telephone network: an interface, Twilio behind it, and a fake for tests."""

from flask import Flask, current_app

from leadtracker.telephony.interface import Telephony

EXTENSION = "telephony"


def init_app(app: Flask) -> None:
    """Choose the provider by ``TELEPHONY`` and keep it with the application; nothing is dialled.

    Raises ``ValueError`` for a setting that could let a simulated call reach a real network.
    """
    app.extensions[EXTENSION] = _choose(app.config)


def get_telephony() -> Telephony:
    """The current application's telephone."""
    return current_app.extensions[EXTENSION]


def _choose(config: dict) -> Telephony:
    # Twilio's library takes a good part of a second to import: only who dials pays for it.
    if config["TELEPHONY"] == "twilio":
        from leadtracker.telephony.twilio import TwilioTelephony

        return TwilioTelephony(
            account_sid=config["TWILIO_ACCOUNT_SID"],
            auth_token=config["TWILIO_AUTH_TOKEN"],
            public_base_url=config["PUBLIC_BASE_URL"],
            caller_id=config["TWILIO_CALLER_ID"],
            api_base=config["TWILIO_API_BASE"],
        )
    if config["TELEPHONY"] == "fake":
        from leadtracker.telephony.fake import FakeTelephony

        return FakeTelephony()
    raise ValueError(f"TELEPHONY must be twilio or fake, not {config['TELEPHONY']!r}")
