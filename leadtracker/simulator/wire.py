"""Requests and answers of the simulator's own web server."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

JSON = "application/json"


class Form(dict[str, str]):
    """Names and values; a name that came more than once keeps them all in ``getlist``."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()):
        super().__init__()
        self._lists: dict[str, list[str]] = {}
        for name, value in pairs:
            self._lists.setdefault(name, []).append(value)
            self.setdefault(name, value)

    @classmethod
    def read(cls, text: str) -> Form:
        return cls(parse_qsl(text, keep_blank_values=True))

    def getlist(self, name: str) -> list[str]:
        return self._lists.get(name, [])

    def lists(self) -> dict[str, list[str]]:
        return self._lists


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: Form = field(default_factory=Form)
    body: bytes = b""
    authorization: str = ""
    content_type: str = ""

    @property
    def form(self) -> Form:
        if self.content_type.startswith(JSON):
            return Form()
        return Form.read(self.body.decode("utf-8", "replace"))

    def json(self) -> dict:
        """The body as a JSON object; raises ``ValueError`` when it is none."""
        data = json.loads(self.body or b"{}")
        if not isinstance(data, dict):
            raise ValueError("a JSON object is needed")
        return data


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def json_response(status: int, data: dict) -> Response:
    return Response(status, json.dumps(data).encode(), JSON)
