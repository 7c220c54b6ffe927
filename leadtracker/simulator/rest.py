"""Twilio's REST API, as far as the product uses it: calls, conferences and their participants.

twilio.com/docs/voice/api. Errors look like Twilio's: ``{code, message, more_info, status}``.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from leadtracker.domain import clock
from leadtracker.simulator import shapes
from leadtracker.simulator.lines import Callback, Line, LineStatus, Member, Room
from leadtracker.simulator.network import Network
from leadtracker.simulator.oracle import Oracle
from leadtracker.simulator.rooms import UPDATED
from leadtracker.simulator.wire import Request, Response, json_response

E164 = re.compile(r"\+[1-9]\d{6,14}")
MORE_INFO = "https://www.twilio.com/docs/errors"


@dataclass
class RestError(Exception):
    """Refused, with the HTTP status and Twilio's code."""

    status: int
    code: int
    message: str


NOT_FOUND = (404, 20404, "The requested resource was not found")


class Rest:
    """Answers what the product's Twilio client asks."""

    def __init__(self, network: Network, oracle: Oracle):
        self._network = network
        self._oracle = oracle
        self._account = network.settings.account_sid
        base = re.escape(shapes.account_uri(self._account))
        self._routes: list[tuple[str, re.Pattern, Callable]] = [
            (method, re.compile(base + path + r"\.json"), act)
            for method, path, act in (
                ("POST", "/Calls", self._create_call),
                ("GET", "/Calls", self._list_calls),
                ("GET", "/Calls/([^/]+)", self._show_call),
                ("POST", "/Calls/([^/]+)", self._update_call),
                ("GET", "/Conferences", self._list_conferences),
                ("GET", "/Conferences/([^/]+)", self._show_conference),
                ("POST", "/Conferences/([^/]+)", self._update_conference),
                ("POST", "/Conferences/([^/]+)/Participants", self._create_participant),
                ("GET", "/Conferences/([^/]+)/Participants", self._list_participants),
                ("GET", "/Conferences/([^/]+)/Participants/([^/]+)", self._show_participant),
                ("POST", "/Conferences/([^/]+)/Participants/([^/]+)", self._update_participant),
                ("DELETE", "/Conferences/([^/]+)/Participants/([^/]+)", self._remove_participant),
            )
        ]

    def answer(self, request: Request) -> Response:
        """What Twilio would say."""
        try:
            act, parts = self._route(request)
            with self._network.lock:
                return act(request, *parts)
        except RestError as error:
            return json_response(
                error.status,
                {
                    "code": error.code,
                    "message": error.message,
                    "more_info": f"{MORE_INFO}/{error.code}",
                    "status": error.status,
                },
            )

    def _route(self, request: Request) -> tuple[Callable, tuple[str, ...]]:
        self._fail_if_told()
        if not self._is_ours(request.authorization):
            raise RestError(401, 20003, "Authenticate")
        matches = [
            (act, match.groups())
            for method, pattern, act in self._routes
            if method == request.method and (match := pattern.fullmatch(request.path))
        ]
        if not matches:
            raise RestError(*NOT_FOUND)
        if faults := self._oracle.faults(request):
            raise RestError(400, 20001, "; ".join(faults))
        return matches[0]

    def _fail_if_told(self) -> None:
        with self._network.lock:
            faults = self._network.script.faults
            if faults.http500 > 0:
                faults.http500 -= 1
                raise RestError(500, 20500, "An internal server error has occurred")

    def _is_ours(self, authorization: str) -> bool:
        token = self._network.settings.auth_token
        wanted = base64.b64encode(f"{self._account}:{token}".encode()).decode()
        return hmac.compare_digest(authorization.encode(), f"Basic {wanted}".encode())

    # --- calls -----------------------------------------------------------------------------------

    def _create_call(self, request: Request) -> Response:
        form = request.form
        if not (form.get("Url") or form.get("Twiml")):
            raise RestError(400, 21205, "Url parameter is required")
        line = self._make_line(request, stays=True)
        line.url, line.document = form.get("Url", ""), form.get("Twiml", "")
        line.fallback_url = form.get("FallbackUrl", "")
        self._network.place(line)
        return json_response(201, shapes.call(line, self._account))

    def _make_line(self, request: Request, *, stays: bool) -> Line:
        form = request.form
        to, from_ = form.get("To", ""), form.get("From", "")
        if not E164.fullmatch(from_):
            raise RestError(400, 21212, f"Invalid From number (caller ID): {from_}")
        if not E164.fullmatch(to):
            raise RestError(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        plan = self._network.plan(to, stays=stays)
        if plan.rest_error is not None:
            raise RestError(400, *plan.rest_error)
        url = form.get("StatusCallback", "")
        events = frozenset(form.getlist("StatusCallbackEvent") or ["completed"])
        return Line(
            to=to,
            from_=from_,
            plan=plan,
            created_at=clock.now(),
            timeout=float(form.get("Timeout", "60")),
            time_limit=float(form.get("TimeLimit", "14400")),
            callback=Callback(url, events) if url else None,
        )

    def _line(self, sid: str) -> Line:
        line = self._network.lines.get(sid)
        if line is None:
            raise RestError(*NOT_FOUND)
        return line

    def _show_call(self, _request: Request, sid: str) -> Response:
        return json_response(200, shapes.call(self._line(sid), self._account))

    def _list_calls(self, request: Request) -> Response:
        wanted = request.query
        lines = [
            shapes.call(line, self._account)
            for line in reversed(self._network.lines.values())
            if wanted.get("To", line.to) == line.to
            and wanted.get("From", line.from_) == line.from_
            and wanted.get("Status", line.status.value) == line.status.value
        ]
        uri = f"{request.path}?{urlencode(request.query)}"
        return json_response(200, shapes.page("calls", lines, uri))

    def _update_call(self, request: Request, sid: str) -> Response:
        line, form = self._line(sid), request.form
        if not line.is_open:
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        if "Status" in form:
            self._end_call(line, form["Status"])
        elif line.status is not LineStatus.IN_PROGRESS:
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        elif "Twiml" in form:
            self._network.run_document(line, form["Twiml"], self._network.settings.public_base_url)
        else:
            self._redirect(line, form.get("Url", ""))
        return json_response(200, shapes.call(line, self._account))

    def _end_call(self, line: Line, status: str) -> None:
        if status == "completed" or line.status is not LineStatus.IN_PROGRESS:
            self._network.hang_up(line, by="api")
        else:
            raise RestError(400, 21220, "Call is in-progress. It cannot be canceled.")

    def _redirect(self, line: Line, url: str) -> None:
        line.program = None
        if line.member is not None:
            self._network.rooms.leave(line.member, UPDATED)
        self._network.run_address(line, url)

    # --- conferences -----------------------------------------------------------------------------

    def _room(self, name: str) -> Room:
        room = self._network.rooms.find(name)
        if room is None:
            raise RestError(*NOT_FOUND)
        return room

    def _list_conferences(self, request: Request) -> Response:
        wanted = request.query
        rooms = [
            shapes.conference(room, self._account)
            for room in self._network.rooms
            if wanted.get("FriendlyName", room.name) == room.name
            and wanted.get("Status", room.status.value) == room.status.value
        ]
        return json_response(200, shapes.page("conferences", rooms, request.path))

    def _show_conference(self, _request: Request, name: str) -> Response:
        return json_response(200, shapes.conference(self._room(name), self._account))

    def _update_conference(self, request: Request, name: str) -> Response:
        room, form = self._room(name), request.form
        if not room.is_open:
            raise RestError(*NOT_FOUND)
        if form.get("Status") == "completed":
            self._network.rooms.end(room, "conference-ended-via-api")
        if url := form.get("AnnounceUrl"):
            self._network.rooms.announce(room, url)
        return json_response(200, shapes.conference(room, self._account))

    # --- participants ----------------------------------------------------------------------------

    def _create_participant(self, request: Request, name: str) -> Response:
        room, form = self._room(name), request.form
        if not room.is_open:
            raise RestError(*NOT_FOUND)
        line = self._make_line(request, stays=False)
        line.into, line.label = room, form.get("Label", "")
        line.end_on_exit = form.get("EndConferenceOnExit") == "true"
        if form.get("MachineDetection"):
            line.machine_url = form.get("AmdStatusCallback", "")
        self._network.place(line)
        return json_response(201, shapes.participant(line, room, None, self._account))

    def _member(self, name: str, who: str) -> Member:
        member = self._room(name).find_member(who)
        if member is None:
            raise RestError(*NOT_FOUND)
        return member

    def _list_participants(self, request: Request, name: str) -> Response:
        room = self._room(name)
        rows = [shapes.participant(m.line, room, m, self._account) for m in room.members]
        return json_response(200, shapes.page("participants", rows, request.path))

    def _show_participant(self, _request: Request, name: str, who: str) -> Response:
        return self._participant(self._member(name, who))

    def _participant(self, member: Member) -> Response:
        shape = shapes.participant(member.line, member.room, member, self._account)
        return json_response(200, shape)

    def _update_participant(self, request: Request, name: str, who: str) -> Response:
        member = self._member(name, who)
        self._network.rooms.change(member, request.form)
        return self._participant(member)

    def _remove_participant(self, _request: Request, name: str, who: str) -> Response:
        self._network.end(self._member(name, who).line, by="api")
        return Response(204)
