"""Twilio behind the telephone seam; nothing outside this package knows its library."""

from leadtracker.telephony.twilio.provider import TwilioTelephony

__all__ = ["TwilioTelephony"]
