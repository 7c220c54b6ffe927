"""A test's browser: each request begins from nothing, as it does on a server."""

from contextvars import Context

from flask import Flask
from flask.testing import FlaskClient

from leadtracker.db import db
from tests.support import builders


class Client(FlaskClient):
    """Flask's test client, cut off from the test's own application context.

    Flask reuses a pushed context for each request, and Flask-Login keeps the first person it met in
    it: every later request would be theirs, and tests of who may do what would prove nothing. So a
    request runs in an empty ``contextvars`` context. What the test has changed is committed before
    it, and what the test remembers is forgotten after it.
    """

    def __init__(self, app: Flask):
        super().__init__(app, app.response_class, use_cookies=True)

    def open(self, *args, htmx: bool = False, **kwargs):
        """Send a request; with ``htmx`` as htmx would, which asks for the partial."""
        if htmx:
            kwargs["headers"] = {**kwargs.get("headers", {}), "HX-Request": "true"}
        db.session.commit()
        try:
            return Context().run(super().open, *args, **kwargs)
        finally:
            db.session.expire_all()

    def sign_in(self, user) -> "Client":
        """Give this browser a session of ``user``, as the sign-in page would."""
        token = builders.session_token(user)
        db.session.commit()
        Context().run(self._remember, token)
        return self

    def _remember(self, token: str) -> None:
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
