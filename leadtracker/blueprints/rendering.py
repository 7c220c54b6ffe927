"""How a view answers: page or partial by who asks, and every header that htmx understands.

No other module sets an ``HX-`` header. One address serves the page and its partial, so every such
answer varies by ``HX-Request``.
"""

import json
from http import HTTPStatus
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request

#: What a toast may be: done, or refused.
OK, BAD = "ok", "bad"


def asks_for_partial() -> bool:
    """Whether htmx asks for a part of the page; on history restore it needs the whole page."""
    return is_htmx() and "HX-History-Restore-Request" not in request.headers


def is_htmx() -> bool:
    """Whether htmx sent this request, and so understands ``HX-`` headers in the answer."""
    return request.headers.get("HX-Request") == "true"


def render_page_or_partial(
    page: str, partial: str, /, *, status: int = HTTPStatus.OK, **context: Any
) -> Response:
    """The template ``page`` for a browser, ``partial`` for htmx, both with the same context."""
    template = partial if asks_for_partial() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def render_invalid(page: str, partial: str, /, **context: Any) -> Response:
    """A form with its errors: 422, which htmx is told to swap like any good answer."""
    return render_page_or_partial(page, partial, status=HTTPStatus.UNPROCESSABLE_ENTITY, **context)


def render_partial(partial: str, /, **context: Any) -> Response:
    """A partial that has no page of its own, such as the answer to an action."""
    return make_response(render_template(partial, **context))


def redirect_to(url: str) -> Response:
    """Send the whole page elsewhere: 303 for a form, ``HX-Redirect`` for htmx."""
    if not is_htmx():
        return redirect(url, HTTPStatus.SEE_OTHER)
    response = no_content()
    response.headers["HX-Redirect"] = url
    return response


def no_content() -> Response:
    """Done, and nothing to swap."""
    return make_response("", HTTPStatus.NO_CONTENT)


def refresh() -> Response:
    """Have htmx load the whole page again."""
    response = no_content()
    response.headers["HX-Refresh"] = "true"
    return response


def push_url(response: Response, url: str) -> Response:
    """Have the address bar show ``url`` after the swap."""
    response.headers["HX-Push-Url"] = url
    return response


def retarget(response: Response, target: str, *, swap: str = "outerHTML") -> Response:
    """Swap the answer into another place than the element asked for."""
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = swap
    return response


def trigger(response: Response, name: str, detail: Any = True) -> Response:
    """Fire a DOM event called ``name`` in the browser once the answer is there.

    Several events may be added to one answer.
    """
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[name] = detail
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def toast(
    response: Response,
    words: str,
    *,
    tone: str = OK,
    undo_url: str | None = None,
    undo_method: str = "delete",
) -> Response:
    """Say in one line what has been done, with Undo where ``undo_url`` can take it back.

    An answer that leads to another page carries the words there as a flashed message, without Undo.
    """
    if not is_htmx() or "HX-Redirect" in response.headers or "HX-Refresh" in response.headers:
        flash(words, tone)
        return response
    undo = {"url": undo_url, "method": undo_method} if undo_url else None
    return trigger(response, "toast", {"words": words, "tone": tone, "undo": undo})


def emptied() -> Response:
    """Done: an empty answer takes away what it is swapped into, such as a dialog."""
    return make_response("")
