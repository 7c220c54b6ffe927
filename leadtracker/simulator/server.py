"""The simulator's web server: Twilio's REST for the product, a page and controls for people."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import structlog

from leadtracker.domain import clock
from leadtracker.simulator.control import Control
from leadtracker.simulator.ledger import Entry
from leadtracker.simulator.network import Network
from leadtracker.simulator.oracle import Oracle
from leadtracker.simulator.page import Page
from leadtracker.simulator.rest import Rest
from leadtracker.simulator.settings import Settings, is_loopback
from leadtracker.simulator.wire import Form, Request, Response, json_response

log = structlog.get_logger()

HOST = "127.0.0.1"
MOST_BYTES = 1024 * 1024


class Simulator:
    """The whole network, running between ``start`` and ``stop`` or inside a ``with``.

    ``start`` raises ``OSError`` when the port is taken, and ``ValueError`` or ``OSError`` when
    Twilio's API description is asked for and cannot be used.
    """

    def __init__(self, settings: Settings):
        self.settings = settings
        self.network = Network(settings)
        self._oracle = Oracle(settings.spec_path)
        self._rest = Rest(self.network, self._oracle)
        self._control = Control(self.network)
        self._page = Page(self.network)
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def checks_requests(self) -> bool:
        """Whether requests are checked against Twilio's own description."""
        return self._oracle.described

    def start(self) -> None:
        self._oracle.load()
        self._server = _Server((HOST, self.settings.port), self)
        self.network.start()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.network.stop()

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    def answer(self, request: Request) -> Response:
        """What to send back; a fault of our own is told, and logged with where it happened."""
        try:
            return self._choose(request)
        except Exception as error:
            log.exception("simulator_failed", method=request.method, path=request.path)
            return json_response(500, {"code": 20500, "message": repr(error), "status": 500})

    def _choose(self, request: Request) -> Response:
        if request.path.startswith("/2010-04-01/"):
            return self._answer_rest(request)
        if request.path.startswith("/_sim/"):
            return self._control.answer(request)
        return self._page.answer(request)

    def _answer_rest(self, request: Request) -> Response:
        began = time.monotonic()
        response = self._rest.answer(request)
        self.network.log.add(
            Entry(
                at=clock.now().isoformat(timespec="milliseconds"),
                kind="request",
                what=f"{request.method} {request.path.rpartition('/')[2].removesuffix('.json')}",
                url=request.path,
                status=response.status,
                milliseconds=round((time.monotonic() - began) * 1000),
                params=request.form.lists(),
                note=response.body.decode() if response.status >= 400 else "",
            )
        )
        return response


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    #: Twenty coordinators may dial at once.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: Simulator):
        super().__init__(address, _Handler)
        self.simulator = simulator

    def handle_error(self, request, client_address) -> None:
        """A browser that went away is nothing to print a traceback about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES or not self._is_from_here():
            self.close_connection = True
            self._send(json_response(403, {"message": "Refused."}))
            return
        parts = urlsplit(self.path)
        self._send(
            self.server.simulator.answer(
                Request(
                    method=self.command,
                    path=parts.path,
                    query=Form.read(parts.query),
                    body=self.rfile.read(length),
                    authorization=self.headers.get("Authorization", ""),
                    content_type=self.headers.get("Content-Type", ""),
                )
            )
        )

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - the base class's names

    def _is_from_here(self) -> bool:
        """No page elsewhere may press our buttons, nor reach us under a name of its own."""
        origin = self.headers.get("Origin")
        if origin and urlsplit(origin).netloc != self.headers.get("Host"):
            return False
        return is_loopback(f"http://{self.headers.get('Host', '')}")

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, *_message) -> None:
        """The log of what happened is ``/_sim/log``."""
