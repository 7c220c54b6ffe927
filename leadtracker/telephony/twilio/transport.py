"""Requests to Twilio: where they go, how long they may take, and what their failures mean."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from urllib3.exceptions import NewConnectionError

from leadtracker.domain.errors import N_
from leadtracker.telephony.explanations import ALREADY_ENDED, Actor, Explanation, explain
from leadtracker.telephony.interface import TelephonyRefused, TelephonyUnreachable

#: Twilio's library waits for ever by itself.
ANSWER_SECONDS = 10

NO_CONNECTION = Explanation(
    N_("The telephone network cannot be reached. Nobody was rung; try again in a moment."),
    Actor.NOBODY,
)


def make_http_client(api_base: str) -> TwilioHttpClient:
    """The real network without ``api_base``, else the simulated one there.

    Raises ``ValueError`` for an ``api_base`` that is not on this machine.
    """
    if api_base:
        return LoopbackHttpClient(api_base, timeout=ANSWER_SECONDS)
    return TwilioHttpClient(timeout=ANSWER_SECONDS)


class LoopbackHttpClient(TwilioHttpClient):
    """Sends every request to a simulated network on this machine, and none anywhere else."""

    def __init__(self, base: str, *, timeout: float):
        super().__init__(timeout=timeout)
        self._base = urlsplit(base)
        if not _is_loopback(self._base.hostname):
            raise ValueError(f"TWILIO_API_BASE must be an address of this machine, not {base}")
        self.session.trust_env = False

    def request(self, method, url, **how):
        asked = urlsplit(url)
        return super().request(
            method,
            urlunsplit((self._base.scheme, self._base.netloc, asked.path, asked.query, "")),
            **how,
        )


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


@contextmanager
def asking() -> Iterator[None]:
    """Twilio's four kinds of failure as our two: refused, or nobody knows whether it was done."""
    try:
        yield
    except TwilioRestException as error:
        raise _failure(error.status, error.code, error.msg) from error
    except TwilioServiceException as error:
        raise _failure(error.status, error.code, error.detail or error.title) from error
    except TwilioException as error:
        raise _listing_failure(error) from error
    except requests.RequestException as error:
        if _never_connected(error):
            raise TelephonyRefused("no_connection", NO_CONNECTION) from error
        raise TelephonyUnreachable(str(error)) from error


def _never_connected(error: requests.RequestException) -> bool:
    """Whether nothing was ever sent: then certainly nobody was rung."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _failure(status: int, code: int | None, said: str) -> TelephonyRefused | TelephonyUnreachable:
    if status >= 500:
        return TelephonyUnreachable(f"{status}: {said}")
    if code == status:  # the answer carried no code of Twilio's own
        code = {401: 20003, 404: 20404, 429: 20429}.get(status)
    return TelephonyRefused(str(code or status), explain(code, said))


def _listing_failure(error: TwilioException) -> TelephonyRefused | TelephonyUnreachable:
    """Lists fail with the bare answer as the exception's second argument, if with any."""
    answer = error.args[1] if len(error.args) > 1 else None
    if not isinstance(answer, Response):
        return TelephonyUnreachable(str(error))
    return _failure(answer.status_code, answer.status_code, answer.text)


@contextmanager
def over_is_fine() -> Iterator[None]:
    """Swallow the refusal to do something in a room that is over."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status != 404 and error.code not in ALREADY_ENDED:
            raise


def has_ended(refusal: TelephonyRefused) -> bool:
    """Whether it was refused because what it was asked of is over."""
    return refusal.code in map(str, ALREADY_ENDED)
