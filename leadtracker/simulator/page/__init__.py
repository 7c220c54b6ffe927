"""The simulator's page: the telephones in use, what was sent, and what each number does.

Everything it shows is made here; its script only asks for it again and sends its buttons.
"""

from html import escape
from importlib import resources
from string import Template

from leadtracker.domain import phones
from leadtracker.simulator.behaviour import ENDINGS
from leadtracker.simulator.ledger import Entry
from leadtracker.simulator.lines import Line, LineStatus
from leadtracker.simulator.network import Network
from leadtracker.simulator.wire import Request, Response, json_response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SHOWN_TELEPHONES = 12
SHOWN_ENTRIES = 14

FILES = {"/telephones.css": "text/css", "/telephones.js": "text/javascript"}

#: How a telephone looks, and what is written on it, by the status of its line.
LOOKS = {
    LineStatus.QUEUED: ("idle", "About to be dialled"),
    LineStatus.INITIATED: ("idle", "Being dialled"),
    LineStatus.RINGING: ("ring", "Ringing"),
    LineStatus.IN_PROGRESS: ("talk", "Talking"),
    LineStatus.COMPLETED: ("idle", "On the hook"),
    LineStatus.BUSY: ("busy", "Was busy"),
    LineStatus.NO_ANSWER: ("idle", "Was not answered"),
    LineStatus.FAILED: ("busy", "Does not exist"),
    LineStatus.CANCELED: ("idle", "Stopped ringing"),
}

#: Why nobody took a webhook, by the note in the log.
TROUBLES = {
    "ct": "no connection",
    "rt": "no answer in time",
    "lost": "lost on purpose",
    "not the product's address": "not our address",
}


class Page:
    """``/``, the part of it that changes, and its files."""

    def __init__(self, network: Network):
        self._network = network
        files = resources.files(__package__)
        self._shell = Template((files / "telephones.html").read_text())
        self._files = {
            path: Response(200, (files / path[1:]).read_bytes(), f"{kind}; charset=utf-8")
            for path, kind in FILES.items()
        }

    def answer(self, request: Request) -> Response:
        if request.method != "GET":
            return json_response(405, {"message": "This is only to look at."})
        if request.path == "/":
            return _html(self._whole())
        if request.path == "/telephones":
            return _html(self._telephones())
        return self._files.get(request.path) or json_response(
            404, {"message": "There is nothing here."}
        )

    def _whole(self) -> str:
        speed = self._network.settings.speed
        return self._shell.substitute(
            speed=f"{speed:g}", telephones=self._telephones(), endings=_endings()
        )

    def _telephones(self) -> str:
        with self._network.lock:
            lines = _newest_by_number(self._network.lines.values())
            now = self._network.time.seconds()
            cards = "".join(_card(place, line, now) for place, line in enumerate(lines, 1))
            automatic = self._network.script.automatic
        entries = [entry for entry in self._network.log.entries(200) if entry.kind != "request"]
        return (
            '<div class="sim-main" id="telephones">'
            f'<section class="phones" aria-label="Telephones">{cards or _nobody()}</section>'
            f'<aside class="sim-side">{_automatic(automatic)}'
            f"{_sent(entries[-SHOWN_ENTRIES:])}</aside></div>"
        )


def _html(text: str) -> Response:
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    return Response(200, text.encode(), "text/html; charset=utf-8", headers)


def _newest_by_number(lines) -> list[Line]:
    """One telephone a number: those in use first, each in the order they were first rung."""
    newest: dict[str, Line] = {}
    for line in lines:
        newest[line.to] = line
    in_use = [line for line in newest.values() if line.is_open]
    idle = [line for line in reversed(newest.values()) if not line.is_open]
    return in_use + idle[: max(SHOWN_TELEPHONES - len(in_use), 0)]


def _card(place: int, line: Line, now: float) -> str:
    look, label = LOOKS[line.status]
    if line.status is LineStatus.IN_PROGRESS:
        look, label = _talking(line)
    seconds = int(now - line.since_second) if line.is_open else 0
    clock = f"<time>{seconds // 60}:{seconds % 60:02d}</time>" if line.is_open else ""
    who = "Lead" if line.into is not None else "Coordinator"
    heard = f'<p class="phone-keys"><b>{escape(line.heard)}</b> pressed</p>' if line.heard else ""
    return (
        f'<article class="phone phone-{look}" aria-labelledby="p{place}">'
        f'<header><span class="phone-n">{place}</span>'
        f'<div><h2 id="p{place}">{_number(line.to)}</h2>'
        f"<p>{who}, called by {_number(line.from_)}</p></div></header>"
        f'<div class="phone-screen"><p class="phone-state"><span class="phone-dot"></span>'
        f"<b>{escape(label)}</b>{clock}</p>{heard}</div>"
        f"{_actions(line)}</article>"
    )


def _number(e164: str) -> str:
    return escape(phones.format_international(e164))


def _talking(line: Line) -> tuple[str, str]:
    if line.answered_by.startswith("machine") or line.plan.answered_by.startswith("machine"):
        return "vm", "A machine has answered"
    if line.member is not None:
        alone = len(line.member.room.members) == 1
        return "held" if line.member.hold else "talk", (
            "Waits in the room" if alone else "Talking in the room"
        )
    return "talk", line.doing[:1].upper() + line.doing[1:] if line.doing else "Has answered"


def _actions(line: Line) -> str:
    if line.status is LineStatus.RINGING:
        buttons = _button(line, "answer", "Answer", "answer") + _button(line, "hangup", "Refuse")
    elif line.status is LineStatus.IN_PROGRESS:
        press = "" if line.member else _button(line, "digits", "Press 1", digits="1")
        buttons = press + _button(line, "hangup", "Hang up", "hangup")
    else:
        return ""
    return f"<footer>{buttons}</footer>"


def _button(line: Line, act: str, text: str, kind: str = "plain", *, digits: str = "") -> str:
    field = f'<input type="hidden" name="digits" value="{digits}">' if digits else ""
    name = f"{act}-{line.sid}"
    return (
        f'<form method="post" action="/_sim/calls/{line.sid}/{act}">{field}'
        f'<button class="btn btn-{kind}" id="{name}">{text}'
        f'<span class="visually-hidden"> {_number(line.to)}</span></button></form>'
    )


def _nobody() -> str:
    return (
        '<div class="empty"><h2>No telephone is in use</h2>'
        "<p>Dial a lead at the call desk: the coordinator’s telephone rings here first.</p></div>"
    )


def _automatic(automatic: bool) -> str:
    says = "People answer by themselves" if automatic else "Telephones wait for you to answer them"
    switch = "Answer them myself" if automatic else "Let people answer"
    return (
        '<section class="panel"><h2>Who answers</h2>'
        f'<div class="switch"><p>{says}.</p>'
        '<form method="post" action="/_sim/automatic">'
        f'<input type="hidden" name="automatic" value="{str(not automatic).lower()}">'
        f'<button class="btn btn-plain" id="automatic">{switch}</button></form></div></section>'
    )


def _sent(entries: list[Entry]) -> str:
    failed = sum(1 for entry in entries if not 200 <= entry.status < 300)
    verdict = (
        f'<span class="badge badge-bad">{failed} not taken</span>'
        if failed
        else '<span class="badge badge-ok">All taken</span>'
    )
    rows = "".join(map(_entry, reversed(entries)))
    return (
        f'<section class="panel sim-log"><h2>What was sent {verdict if entries else ""}</h2>'
        f"<ol>{rows}</ol></section>"
    )


def _entry(entry: Entry) -> str:
    to = entry.params.get("To")
    about = _number(to) if to else escape(entry.params.get("ParticipantLabel", ""))
    taken = 200 <= entry.status < 300
    answer = f"{entry.milliseconds} ms" if taken else TROUBLES.get(entry.note, entry.status)
    return (
        f"<li><time>{entry.at[11:19]}</time><b>{escape(entry.what)}</b>"
        f"<span>{about}</span><em>{escape(str(answer))}</em></li>"
    )


def _endings() -> str:
    return "".join(
        f"<tr><th scope='row'>…{' …'.join(ending.digits)}</th><td>{ending.description}</td></tr>"
        for ending in ENDINGS
    )
