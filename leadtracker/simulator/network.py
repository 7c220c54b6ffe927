"""The network: lines ring, are met, talk and end, and everybody who asked to be told is told.

One lock guards everything. Timers and answers from the web server take it; webhooks are carried
outside of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random
from xml.etree import ElementTree as ET

from leadtracker.domain import clock
from leadtracker.simulator.behaviour import Answer, Plan, plan_for, scripted
from leadtracker.simulator.courier import Courier
from leadtracker.simulator.ledger import Log, line_facts, room_facts
from leadtracker.simulator.lines import Line, LineStatus, Member
from leadtracker.simulator.program import Program
from leadtracker.simulator.rooms import HUNG_UP, UPDATED, Rooms
from leadtracker.simulator.settings import Script, Settings
from leadtracker.simulator.telling import Teller
from leadtracker.simulator.time import VirtualTime

ENDINGS = {
    Answer.BUSY: LineStatus.BUSY,
    Answer.NO_ANSWER: LineStatus.NO_ANSWER,
    Answer.FAILED: LineStatus.FAILED,
}

#: Twilio could not read what our web server told it to do.
DOCUMENT_FAULT = 11200


class Network:
    """Every line and room, and how they move."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.lock = threading.RLock()
        self.time = VirtualTime(settings.speed)
        self.log = Log()
        self.script = Script()
        self.lines: dict[str, Line] = {}
        self.rooms = Rooms(self)
        self._courier = Courier(settings, self.time, self.log)
        self.teller = Teller(self, self._courier)
        self._calls_to: dict[str, int] = {}
        self._next_slot = 0.0

    def start(self) -> None:
        self.time.start()

    def stop(self) -> None:
        """Ring nobody any more and carry nothing; what is on its way is waited for."""
        self.time.stop()
        self._courier.stop()

    def reset(self) -> None:
        """Forget every line, room, script and log."""
        with self.lock:
            for line in self.lines.values():
                line.forget_timers()
                line.program, line.status = None, LineStatus.CANCELED
            self.lines.clear()
            self.rooms.clear()
            self._calls_to.clear()
            self._next_slot = 0.0
            self.script = Script()
            self.log.clear()

    def ledger(self) -> dict:
        """How everything really stands: what the product believes must agree with it."""
        with self.lock:
            return {
                "lines": [line_facts(line) for line in self.lines.values()],
                "rooms": [room_facts(room) for room in self.rooms],
            }

    # --- the life of a line ----------------------------------------------------------------------

    def plan(self, number: str, *, stays: bool) -> Plan:
        """What the telephone of that number will do this time; the same on every run."""
        times = self._calls_to[number] = self._calls_to.get(number, 0) + 1
        chance = Random(f"{self.settings.seed}:{number}:{times}")
        return scripted(plan_for(number, chance, stays=stays), self.script.numbers.get(number, {}))

    def place(self, line: Line) -> Line:
        """Take a new line on; it waits for its turn, since calls per second are limited."""
        now = self.time.seconds()
        self._next_slot = max(self._next_slot, now)
        line.queue_seconds = self._next_slot - now
        if self.settings.calls_per_second:
            self._next_slot += 1 / self.settings.calls_per_second
        self.lines[line.sid] = line
        if line.into is not None:
            line.into.coming.append(line)
        self.later(line, line.queue_seconds + line.plan.queue, lambda: self._initiate(line))
        return line

    def _initiate(self, line: Line) -> None:
        self._move(line, LineStatus.INITIATED, "initiated")
        line.started_at = clock.now()
        if line.plan.outcome is Answer.FAILED:
            self._meet_later(line, line.plan.answer_after or 0)
        else:
            self.later(line, line.plan.ring_after, lambda: self._ring(line))

    def _ring(self, line: Line) -> None:
        self._move(line, LineStatus.RINGING, "ringing")
        line.ringing_at = clock.now()
        self.later(line, line.timeout, lambda: self.finish(line, LineStatus.NO_ANSWER, by="caller"))
        if line.plan.answer_after is not None:
            self._meet_later(line, line.plan.answer_after)

    def _meet_later(self, line: Line, seconds: float) -> None:
        self.later(line, seconds, lambda: self._meet(line))

    def _meet(self, line: Line) -> None:
        """The telephone does what it was going to do, unless it is left to a person."""
        if not self.script.automatic and line.plan.outcome is not Answer.FAILED:
            return
        if line.plan.outcome is Answer.ANSWERED:
            self.answer(line)
        else:
            self.finish(line, ENDINGS[line.plan.outcome], by="network")

    def answer(self, line: Line) -> None:
        """Somebody, or something, picks up."""
        if line.status is not LineStatus.RINGING:
            return
        line.forget_timers()
        line.answered_at, line.answered_second = clock.now(), self.time.seconds()
        self._move(line, LineStatus.IN_PROGRESS, "answered")
        self.later(line, line.time_limit, lambda: self.end(line, by="time limit"))
        if line.plan.talk is not None and self.script.automatic:
            self.later(line, line.plan.talk, lambda: self.end(line, by="person"))
        if line.machine_url:
            self.later(line, line.plan.amd_after, lambda: self.teller.tell_machine(line))
        if line.into is not None:
            self._come_in(line)
        elif line.document:
            self.run_document(line, line.document, self.settings.public_base_url)
        else:
            self.run_address(line, line.url)

    def _come_in(self, line: Line) -> None:
        room = line.into
        room.coming.remove(line)
        self.rooms.join(Member(line, room, label=line.label, end_on_exit=line.end_on_exit))

    def end(self, line: Line, *, by: str) -> None:
        """A line that talks is put down: ``by`` a person, a document, the API, a limit."""
        self.finish(line, LineStatus.COMPLETED, by=by)

    def hang_up(self, line: Line, *, by: str) -> None:
        """However far it has come. One that was never dialled ends without a word to anybody."""
        if line.status is LineStatus.QUEUED:
            self.finish(line, LineStatus.CANCELED, by=by, silently=True)
        elif line.status is LineStatus.IN_PROGRESS:
            self.end(line, by=by)
        else:
            self.finish(line, LineStatus.BUSY if by == "person" else LineStatus.CANCELED, by=by)

    def finish(self, line: Line, status: LineStatus, *, by: str, silently: bool = False) -> None:
        """The last thing that happens to a line."""
        if not line.is_open:
            return
        line.forget_timers()
        line.status, line.ended_by, line.program = status, by, None
        line.ended_at, line.ended_second = clock.now(), self.time.seconds()
        line.since_second, line.doing = line.ended_second, ""
        if line.into is not None and line.member is None:
            self.rooms.never_came(line)
        if line.member is not None:
            self.rooms.leave(line.member, UPDATED if by == "api" else HUNG_UP)
        if not silently:
            self.teller.tell_line(line, "completed")

    def _move(self, line: Line, status: LineStatus, event: str) -> None:
        line.status, line.since_second = status, self.time.seconds()
        self.teller.tell_line(line, event)

    # --- what a line is told to do ---------------------------------------------------------------

    def run_address(self, line: Line, url: str, **params: str) -> None:
        """Ask our web server what the line shall do; ask its fallback when there is no answer."""

        def take(status: int, text: str) -> None:
            with self.lock:
                if not line.is_open:
                    return
                if 200 <= status < 300 and _is_document(text):
                    self.run_document(line, text, url)
                else:
                    self._fall_back(line, url)

        self._courier.fetch(url, self.teller.line_params(line) | params, take)

    def fetch(self, url: str, params: dict[str, str]) -> None:
        """Ask our web server for a document that nobody here does anything with."""
        self._courier.fetch(url, params, lambda _status, _text: None)

    def _fall_back(self, line: Line, url: str) -> None:
        if line.fallback_url and url != line.fallback_url:
            fault = {"ErrorCode": str(DOCUMENT_FAULT), "ErrorUrl": url}
            self.run_address(line, line.fallback_url, **fault)
        else:
            self.fault(line, DOCUMENT_FAULT, url)

    def run_document(self, line: Line, document: str, base_url: str) -> None:
        """Do as the document says from now on; whatever the line did before is over."""
        line.program = program = Program(self, line, document, base_url)
        if line.member is not None:
            self.rooms.leave(line.member, UPDATED)
        if line.program is program:
            program.step()

    def go_on_outside(self, line: Line) -> None:
        """The room of this line has closed. One that was rung for the room has nothing else."""
        if line.program is not None:
            line.program.room_left()
        else:
            self.end(line, by="room")

    def fault(self, line: Line, code: int, what: str) -> None:
        """The application made a mistake: Twilio says so on the line and hangs up."""
        self.end(line, by=f"fault {code}: {what}")

    # --- in time ---------------------------------------------------------------------------------

    def later(self, line: Line, seconds: float, act: Callable[[], None]) -> None:
        """Do it after so many virtual seconds, if the line is still open then."""

        def locked() -> None:
            with self.lock:
                if line.is_open:
                    act()

        line.timers.append(self.time.after(seconds, locked))


def _is_document(text: str) -> bool:
    try:
        return ET.fromstring(text).tag == "Response"
    except ET.ParseError:
        return False
