"""TwiML, done by a line verb after verb. Verbs: twilio.com/docs/voice/twiml

Say, Play, Pause, Gather, Redirect, Hangup, Reject and Dial with a Conference are known; any other
verb ends the call, as a fault of the application's would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from leadtracker.simulator.lines import Callback, Line, Member

if TYPE_CHECKING:
    from leadtracker.simulator.network import Network

WORDS_PER_SECOND = 2.5
PLAY_SECONDS = 5.0
ROOM_EVENT_WORDS = frozenset({"start", "end", "join", "leave", "mute", "hold", "modify"})


class Program:
    """What one line has been told to do; another document makes another program."""

    def __init__(self, network: Network, line: Line, document: str, base_url: str):
        self._network = network
        self._line = line
        self._base_url = base_url
        self._verbs = iter(ET.fromstring(document))
        self._waits_for_key: ET.Element | None = None

    def step(self) -> None:
        """Do the next verb; a document that has ended hangs up."""
        self._waits_for_key = None
        verb = next(self._verbs, None)
        if verb is None:
            self._network.end(self._line, by="document")
            return
        act: Callable | None = getattr(self, f"_do_{verb.tag.lower()}", None)
        if act is None:
            self._network.fault(self._line, 12100, f"<{verb.tag}> is not simulated")
            return
        act(verb)

    def press(self, digits: str) -> None:
        """Keys were pressed on this line."""
        gather = self._waits_for_key
        self._line.heard += digits
        if gather is None:
            return
        self._waits_for_key = None
        wanted = int(gather.get("numDigits", "0")) or len(digits)
        self._go(gather.get("action") or self._base_url, Digits=digits[:wanted])

    # --- verbs -----------------------------------------------------------------------------------

    def _do_say(self, verb: ET.Element) -> None:
        self._line.doing = f"hears “{(verb.text or '').strip()}”"
        self._later(_speaking(verb))

    def _do_play(self, verb: ET.Element) -> None:
        self._later(PLAY_SECONDS)

    def _do_pause(self, verb: ET.Element) -> None:
        self._later(float(verb.get("length", "1")))

    def _do_gather(self, verb: ET.Element) -> None:
        said = " ".join((part.text or "").strip() for part in verb)
        self._line.doing = f"is asked “{said}”"
        self._waits_for_key = verb
        listening = sum(map(_speaking, verb)) + float(verb.get("timeout", "5"))
        self._later(listening)
        plan = self._line.plan
        if plan.presses and self._network.script.automatic:
            self._network.later(
                self._line, plan.press_after, lambda: self._if_current(self.press, plan.presses)
            )

    def _do_redirect(self, verb: ET.Element) -> None:
        self._go((verb.text or "").strip())

    def _do_hangup(self, _verb: ET.Element) -> None:
        self._network.end(self._line, by="document")

    _do_reject = _do_hangup

    def _do_dial(self, verb: ET.Element) -> None:
        conference = verb.find("Conference")
        if conference is None:
            self._network.fault(self._line, 13201, "only <Dial><Conference> is simulated")
            return
        self._left_action = verb.get("action", "")
        self._line.doing = ""
        room = self._network.rooms.open((conference.text or "").strip(), _callback(conference))
        member = Member(
            self._line,
            room,
            label=conference.get("participantLabel", ""),
            starts=conference.get("startConferenceOnEnter", "true") == "true",
            end_on_exit=conference.get("endConferenceOnExit", "false") == "true",
            muted=conference.get("muted", "false") == "true",
        )
        self._network.rooms.join(member)

    def room_left(self) -> None:
        """The line is out of its room: what now is asked at the dial's action, or comes next."""
        if self._left_action:
            self._go(self._left_action, DialCallStatus="answered")
        else:
            self.step()

    # --- going on --------------------------------------------------------------------------------

    def _later(self, seconds: float) -> None:
        self._network.later(self._line, seconds, lambda: self._if_current(self._go_on))

    def _go_on(self) -> None:
        self.step()

    def _if_current(self, act: Callable, *args) -> None:
        """Nothing, if the line has been told something else in the meantime."""
        if self._line.program is self and self._line.is_open:
            act(*args)

    def _go(self, address: str, **params: str) -> None:
        self._line.program = None
        self._network.run_address(self._line, urljoin(self._base_url, address), **params)


def _speaking(verb: ET.Element) -> float:
    """How long a verb of sound takes, in virtual seconds."""
    if verb.tag == "Say":
        return max(1.0, len((verb.text or "").split()) / WORDS_PER_SECOND)
    if verb.tag == "Pause":
        return float(verb.get("length", "1"))
    return PLAY_SECONDS


def _callback(conference: ET.Element) -> Callback | None:
    url = conference.get("statusCallback", "")
    events = frozenset(conference.get("statusCallbackEvent", "").split())
    return Callback(url, events & ROOM_EVENT_WORDS) if url else None
