"""What tests and people do to the network: write its script, pick up, hang up, press keys."""

import re
from collections.abc import Callable

from leadtracker.simulator.lines import Line
from leadtracker.simulator.network import Network
from leadtracker.simulator.settings import Script
from leadtracker.simulator.wire import Request, Response, json_response

LINE = re.compile(r"/_sim/calls/(CA[0-9a-f]{32})/(answer|hangup|digits)")


class Control:
    """``/_sim/…``"""

    def __init__(self, network: Network):
        self._network = network
        self._acts: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/_sim/ledger"): lambda _request: json_response(200, network.ledger()),
            ("GET", "/_sim/log"): lambda _request: json_response(
                200, {"total": network.log.total, "entries": network.log.as_json()}
            ),
            ("PUT", "/_sim/script"): self._write_script,
            ("POST", "/_sim/reset"): self._reset,
            ("POST", "/_sim/automatic"): self._switch_automatic,
        }

    def answer(self, request: Request) -> Response:
        if act := self._acts.get((request.method, request.path)):
            return act(request)
        match = LINE.fullmatch(request.path)
        if match and request.method == "POST":
            return self._touch(match[1], match[2], request)
        return json_response(404, {"message": "There is nothing here."})

    def _write_script(self, request: Request) -> Response:
        try:
            script = Script.read(request.json())
        except (ValueError, TypeError) as error:
            return json_response(400, {"message": str(error)})
        with self._network.lock:
            self._network.script = script
        return Response(204)

    def _reset(self, _request: Request) -> Response:
        self._network.reset()
        return Response(204)

    def _switch_automatic(self, request: Request) -> Response:
        with self._network.lock:
            self._network.script.automatic = request.form.get("automatic") == "true"
        return back_to_page()

    def _touch(self, sid: str, what: str, request: Request) -> Response:
        with self._network.lock:
            line = self._network.lines.get(sid)
            if line is None or not line.is_open:
                return json_response(404, {"message": "That line is not open."})
            self._do(line, what, request)
        return back_to_page()

    def _do(self, line: Line, what: str, request: Request) -> None:
        if what == "answer":
            self._network.answer(line)
        elif what == "hangup":
            self._network.hang_up(line, by="person")
        elif line.program is not None:
            line.program.press(request.form.get("digits", ""))


def back_to_page() -> Response:
    """After a button of the page; a script that asked does not look."""
    return Response(303, headers={"Location": "/"})
