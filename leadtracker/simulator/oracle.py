"""Is that a request Twilio would understand? Its own API description says, where we have it.

The description is not part of the product. Without it a list of the parameters that the product
uses stands in: either way a parameter nobody knows is a mistake of ours, though Twilio would not
tell us.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from leadtracker.simulator.wire import Request

#: By the last word of the path, whatever stands in it: what a POST may say.
KNOWN = {
    "Calls": {
        "To", "From", "Url", "Method", "FallbackUrl", "FallbackMethod", "StatusCallback",
        "StatusCallbackMethod", "StatusCallbackEvent", "Timeout", "TimeLimit", "MachineDetection",
        "AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod", "Twiml", "Status",
        "ApplicationSid",
    },
    "Participants": {
        "To", "From", "Label", "Timeout", "TimeLimit", "EarlyMedia", "Beep", "Muted", "Hold",
        "HoldUrl", "HoldMethod", "AnnounceUrl", "AnnounceMethod", "StartConferenceOnEnter",
        "EndConferenceOnExit", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent",
        "MachineDetection", "AmdStatusCallback", "AmdStatusCallbackMethod", "Coaching",
        "CallSidToCoach", "BeepOnExit", "WaitUrl", "WaitMethod", "JitterBufferSize",
    },
    "Conferences": {"Status", "AnnounceUrl", "AnnounceMethod"},
}  # fmt: skip


class Oracle:
    """Judges requests; ``described`` says whether by Twilio's description or by our list."""

    def __init__(self, spec_path: str):
        self._spec_path = spec_path

    @property
    def described(self) -> bool:
        return bool(self._spec_path)

    def faults(self, request: Request) -> list[str]:
        """Everything that is wrong with a request, in words; nothing when it is right."""
        if not self.described:
            return _unlisted(request) if request.method == "POST" else []
        return self._judge(request)

    def _judge(self, request: Request) -> list[str]:
        result = self._openapi.unmarshal_request(_Described(request))
        if result.errors:
            return [f"{error}: {_cause_of(error)}" for error in result.errors]
        # The description lets any further parameter pass; Twilio would ignore it, we do not.
        known = result.body or {}
        return [f"unknown parameter {name}" for name in request.form if name not in known]

    @cached_property
    def _openapi(self) -> Any:
        try:
            from openapi_core import Config, OpenAPI
        except ImportError as error:
            raise ValueError(
                "TWILIO_OAI_SPEC needs the package openapi-core, which only the tests install"
            ) from error
        description = json.loads(Path(self._spec_path).read_text())
        config = Config(extra_format_unmarshallers={"phone-number": str})
        return OpenAPI.from_dict(description, config=config)

    def load(self) -> None:
        """Read the description now. Raises ``ValueError`` or ``OSError`` when it cannot be used."""
        if self.described:
            _ = self._openapi


def _unlisted(request: Request) -> list[str]:
    names = [part.removesuffix(".json") for part in request.path.split("/")]
    resource = next(name for name in reversed(names) if name in KNOWN)
    return [f"unknown parameter {name}" for name in request.form if name not in KNOWN[resource]]


def _cause_of(error: Exception) -> str:
    schema_errors = getattr(error.__cause__, "schema_errors", None) or [error.__cause__]
    return ", ".join(str(each) for each in schema_errors)


class _Described:
    """A request as ``openapi_core.protocols.Request`` wants to see it."""

    content_type = "application/x-www-form-urlencoded"
    host_url = "https://api.twilio.com"

    def __init__(self, request: Request):
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        self.method = request.method.lower()
        self.path = request.path
        self.body = urlencode(request.form.lists(), doseq=True).encode() or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.query.lists()),
            header=Headers({"Authorization": request.authorization}),
        )
