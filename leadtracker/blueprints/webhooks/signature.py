"""Nothing of a webhook is believed before its signature is."""

from http import HTTPStatus

import structlog
from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from leadtracker.telephony import get_telephony
from leadtracker.telephony.interface import WebhookRequest

#: The longest that a provider has reason to send is a few kilobytes.
MOST_BYTES = 64 * 1024

log = structlog.get_logger()


def require() -> Response | None:
    """Answer 403, without a word, to whatever the provider did not sign for our account."""
    request.max_content_length = MOST_BYTES
    try:
        genuine = get_telephony().verify(_as_it_came())
    except RequestEntityTooLarge:
        log.warning("webhook_refused", path=request.path, why="oversized")
        return Response(status=HTTPStatus.FORBIDDEN)
    if genuine:
        return None
    # The names of the fields tell a forgery from a field that the provider adds after signing.
    log.warning("webhook_refused", path=request.path, why="signature", fields=sorted(request.form))
    return Response(status=HTTPStatus.FORBIDDEN)


def _as_it_came() -> WebhookRequest:
    return WebhookRequest(
        path=request.root_path + request.path,
        query_string=request.environ.get("QUERY_STRING", ""),
        form=request.form,
        headers=request.headers,
    )
