"""The headers every answer carries, and what an address may hold."""

from flask import Flask, Response, request
from werkzeug.routing import IntegerConverter, Map

from leadtracker.blueprints.loaders import HIGHEST_ID

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def init_app(app: Flask) -> None:
    """Set them after every request, and let no address name a row that cannot be."""
    app.after_request(_set_headers)
    app.url_map.converters["int"] = RowIdConverter


class RowIdConverter(IntegerConverter):
    """``<int:…>`` in an address: a longer number leads nowhere, as databases cannot hold it."""

    def __init__(self, url_map: Map, *args, **kwargs):
        super().__init__(url_map, *args, **({"max": HIGHEST_ID} | kwargs))


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    # Flask-WTF compares the referrer on HTTPS, so "no-referrer" would refuse every form.
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        # Pages name customers, or hold a form's token: no cache keeps them.
        headers.setdefault("Cache-Control", "no-store")
    return response
