"""The simulated network and something for it to talk to, for tests of both sides of the seam."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import MultiDict

from leadtracker.telephony.interface import Telephony, WebhookRequest

ACCOUNT = "AC" + "1" * 32
TOKEN = "the simulated network's own token"
#: What webhooks are signed for: nothing listens there, as behind a proxy.
PUBLIC = "https://calls.example.test"
CALLER_ID = "+442079460100"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Webhook:
    """One webhook as it came in; ``genuine`` is what the product's own check says."""

    path: str
    args: MultiDict
    form: MultiDict
    headers: dict
    genuine: bool


class Listener:
    """A web server like the product's, as thin as can be: it checks, remembers and answers."""

    def __init__(self):
        self.telephony: Telephony | None = None
        self.webhooks: list[Webhook] = []
        #: By path: statuses to fail with, one after the other, and documents to answer instead.
        self.answers: dict[str, list[int]] = {}
        self.documents: dict[str, str] = {}
        self._heard = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Listener":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_exception) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, wanted: Callable[["Listener"], object]) -> object:
        """What ``wanted`` finds as soon as it finds something; fails after ten seconds."""
        with self._heard:
            if self._heard.wait_for(lambda: wanted(self), PATIENCE_SECONDS):
                return wanted(self)
        told = [
            (w.path, w.form.get("CallStatus"), w.form.get("StatusCallbackEvent"))
            for w in self.webhooks
        ]
        raise AssertionError(f"it never came; what came is {told}")

    def events(self, path: str) -> list[Webhook]:
        return [webhook for webhook in self.webhooks if webhook.path == f"/tw/{path}"]

    def statuses(self, role: str) -> list[str]:
        """The statuses told of that leg, as they came."""
        return [w.form["CallStatus"] for w in self.events("leg") if w.args["role"] == role]

    def happenings(self) -> list[tuple[str, str, str]]:
        """Event, label and reason of everything told of the room, by sequence number."""
        told = sorted(self.events("room"), key=lambda w: int(w.form["SequenceNumber"]))
        return [
            (
                w.form["StatusCallbackEvent"],
                w.form.get("ParticipantLabel", ""),
                w.form.get("ReasonParticipantLeft", w.form.get("ReasonConferenceEnded", "")),
            )
            for w in told
        ]

    def hear(self, path: str, query: str, body: bytes, headers: dict) -> tuple[int, str]:
        form = MultiDict(parse_qsl(body.decode(), keep_blank_values=True))
        args = MultiDict(parse_qsl(query))
        genuine = self.telephony.verify(WebhookRequest(path, query, form, headers))
        with self._heard:
            self.webhooks.append(Webhook(path, args, form, headers, genuine))
            self._heard.notify_all()
            if planned := self.answers.get(path):
                return planned.pop(0), ""
        return self._document(path, args)

    def _document(self, path: str, args: MultiDict) -> tuple[int, str]:
        if path in self.documents:
            return 200, self.documents[path]
        say, call = self.telephony, int(args.get("call", 0))
        documents = {
            "/tw/agent": lambda: say.agent_welcome(call, prompt="Press 1", language="en-GB"),
            "/tw/agent_joined": lambda: say.agent_room(call),
            "/tw/agent_done": say.hung_up,
            "/tw/announcement": lambda: say.spoken(args["text"], language=args["language"]),
            "/tw/fallback": lambda: say.spoken("Sorry", language="en-GB"),
        }
        return (200, documents[path]()) if path in documents else (204, "")


def _handler_for(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, text = listener.hear(parts.path, parts.query, body, self.headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_message):
            """Quiet."""

    return Handler
