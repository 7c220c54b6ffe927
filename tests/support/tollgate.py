"""A gate on the road to the simulated network: requests wait in it while a test kills who asked.

A process is killed at a point of the cycle, not at a moment: before the network has heard of a
request, or after it has done as asked and before its answer is back.
"""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

#: Longer than a test: whoever waits in the gate is let go when it is opened or closed for good.
LONGEST_WAIT = 120

#: Where lines to coordinators and to leads are asked for.
CALLS, PARTICIPANTS = "/Calls.json", "/Participants.json"


@dataclass(frozen=True)
class Bar:
    """Which requests wait, and whether the network hears of them before they do."""

    method: str
    path_ends: str
    after: bool


class Tollgate:
    """Stands at ``url`` in front of the network's port, open until a bar comes down."""

    def __init__(self, network_port: int):
        self.network_port = network_port
        self._bar: Bar | None = None
        self._changed = threading.Condition()
        self._waiting = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def hold(self, method: str, path_ends: str, *, after: bool) -> None:
        """From now on such requests wait: ``after`` the network has done as asked, or before."""
        self._bar = Bar(method, path_ends, after)

    def wait_for_one(self, timeout_seconds: float = 20) -> bool:
        """Whether somebody comes to stand in the gate in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting > 0, timeout_seconds)

    def open(self) -> None:
        """Everything passes again; those who wait are turned away unheard."""
        with self._changed:
            self._bar, self._waiting = None, 0
            self._changed.notify_all()

    def close(self) -> None:
        self.open()
        self._server.shutdown()
        self._server.server_close()

    def pass_on(self, method: str, path: str, headers: dict, body: bytes) -> tuple[int, bytes]:
        """The network's answer; ``ConnectionAbortedError`` for whoever had to wait."""
        bar = self._bar
        held = bar and method == bar.method and path.partition("?")[0].endswith(bar.path_ends)
        if held and not bar.after:
            self._wait()
        answer = self._forward(method, path, headers, body)
        if held:
            self._wait()
        return answer

    def _wait(self) -> None:
        with self._changed:
            bar, self._waiting = self._bar, self._waiting + 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._bar is not bar, LONGEST_WAIT)
        raise ConnectionAbortedError

    def _forward(self, method: str, path: str, headers: dict, body: bytes) -> tuple[int, bytes]:
        request = Request(
            f"http://127.0.0.1:{self.network_port}{path}", body or None, headers, method=method
        )
        try:
            with urlopen(request, timeout=15) as answer:
                return answer.status, answer.read()
        except HTTPError as refusal:
            return refusal.code, refusal.read()


def _handler_for(gate: Tollgate) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._pass_on()

        def do_POST(self):
            self._pass_on()

        def _pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            wanted = ("Authorization", "Content-Type")
            headers = {name: self.headers[name] for name in wanted if name in self.headers}
            try:
                status, text = gate.pass_on(self.command, self.path, headers, body)
            except ConnectionAbortedError:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_message):
            """Quiet."""

    return Handler
