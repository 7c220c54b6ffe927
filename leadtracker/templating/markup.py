"""Small helpers for writing HTML: attributes, key hints, links to this page with another filter."""

from typing import Any

from flask import request, url_for
from markupsafe import Markup

#: How a key is printed on the control it presses.
_PRINTED = {
    "ctrl": "Ctrl ",
    "shift": "⇧",
    "enter": "↵",
    "escape": "Esc",
    "arrowup": "↑",
    "arrowdown": "↓",
    "arrowleft": "←",
    "arrowright": "→",
}
#: How ``aria-keyshortcuts`` spells what ``KeyboardEvent.key`` names.
_ARIA = {
    "ctrl": "Control",
    "shift": "Shift",
    "enter": "Enter",
    "escape": "Escape",
    "arrowup": "ArrowUp",
    "arrowdown": "ArrowDown",
    "arrowleft": "ArrowLeft",
    "arrowright": "ArrowRight",
}


def attrs(values: dict[str, Any]) -> Markup:
    """Keyword arguments as attributes: ``hx_post=…`` → `` hx-post="…"``.

    True gives the bare name, False and None nothing; a trailing underscore is for Python's words.
    """
    written = Markup("")
    for name, value in values.items():
        if value is None or value is False:
            continue
        written += Markup(" {}").format(name.rstrip("_").replace("_", "-"))
        written += "" if value is True else Markup('="{}"').format(value)
    return written


def key_hint(key: str) -> str:
    """A bound key as it is printed: ``shift+d`` → "⇧D", ``ctrl+enter`` → "Ctrl ↵"."""
    return "".join(_PRINTED.get(part, part.upper()) for part in key.split("+"))


def key_shortcut(key: str) -> str:
    """A bound key for ``aria-keyshortcuts``: ``shift+d`` → "Shift+D"."""
    return "+".join(_ARIA.get(part, part.upper()) for part in key.split("+"))


def url_with(**changes: Any) -> str:
    """This page's address with some query arguments changed; None takes one away."""
    query = {**request.args.to_dict(flat=False), **changes}
    arguments = {name: value for name, value in query.items() if value is not None}
    return url_for(request.endpoint, **{**(request.view_args or {}), **arguments})
