"""One coordinator who works through the queue whatever happens to the servers."""

import threading
import time
from random import Random

import requests

from leadtracker.models import User
from tests.support.caller import Caller, View
from tests.support.chaos.journal import Journal

#: How long nothing is heard before the coordinator hangs up, as people do.
PATIENCE_SECONDS = 4

#: How long a coordinator tries to be answered at all before the storm has failed.
LOST_SECONDS = 90

BETWEEN_LOOKS = 0.35


class Coordinator(threading.Thread):
    """Works until the journal is full, then settles what is owed and leaves without a word."""

    def __init__(
        self, user: User, urls: list[str], journal: Journal, outcomes: dict[str, int], seed: str
    ):
        super().__init__(name=user.name, daemon=True)
        self._user, self._urls = user, urls
        self._journal, self._outcomes = journal, outcomes
        self._chance = Random(seed)
        self._caller: Caller | None = None
        self._call, self._call_since, self._machine = 0, 0.0, False
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.failed = error

    def _work(self) -> None:
        self._caller = self._patiently(lambda: Caller(self._chance.choice(self._urls), self._user))
        power = self._chance.random() < 0.5
        view = self._choose_mode("power" if power else "preview")
        while not self._journal.is_full:
            view = self._act(view)
        self._choose_mode("preview")
        view = self._look()
        while view.state in ("live", "wrap", "owed"):
            view = self._act(view)

    def _choose_mode(self, mode: str) -> View:
        self._send("POST", "/desk/dial-mode", dial_mode=mode, breath_seconds=0)
        return self._look()

    # --- one step by where the call stands -------------------------------------------------------

    def _act(self, view: View) -> View:
        self._notice(view)
        steps = {
            "empty": self._claim,
            "ready": self._dial_or_not,
            "live": self._listen,
            "wrap": self._settle,
            "owed": self._settle,
            "blocked": self._skip,
            "rest": self._come_back,
        }
        return steps.get(view.state, self._look_again)(view)

    def _notice(self, view: View) -> None:
        if view.call and view.call != self._call:
            self._call, self._call_since, self._machine = view.call, time.monotonic(), False
            self._journal.note_call(view.call)
        self._machine = self._machine or "sounds like a machine" in view.text

    def _claim(self, _view: View) -> View:
        view = self._desk_after("POST", "/desk/claim")
        if view.state == "empty":
            time.sleep(BETWEEN_LOOKS)
        return view

    def _dial_or_not(self, view: View) -> View:
        whim = self._chance.random()
        if whim < 0.02:
            return self._skip(view)
        if whim < 0.04:
            self._journal.note("snoozed")
            return self._desk_after("POST", "/desk/snooze", item=view.item, until="in 1 h")
        if whim < 0.05:
            self._journal.note("rested")
            return self._desk_after("POST", "/desk/rest", state="break")
        return self._dial(view if view.phone else self._look())

    def _dial(self, view: View) -> View:
        """The same press again until it is answered, as of somebody who hits D again."""
        if view.state != "ready":
            return view
        self._journal.note_press(view.request_id)
        return self._desk_after(
            "POST", "/calls", item=view.item, phone=view.phone, request_id=view.request_id
        )

    def _listen(self, view: View) -> View:
        waited = time.monotonic() - self._call_since
        has_talked = view.answered and self._chance.random() < 0.4
        if has_talked and self._chance.random() < 0.3:
            self._send("PUT", "/desk/draft", call=view.call, note="They asked for a quote")
        if has_talked or waited > PATIENCE_SECONDS:
            self._journal.note("hung_up")
            return self._desk_after("POST", f"/calls/{view.call}/ending")
        if view.rung and not view.answered and self._chance.random() < 0.08:
            self._journal.note("cut_short")
            return self._set_outcome(view.call, "no_answer")
        time.sleep(BETWEEN_LOOKS)
        return View(self._send("GET", "/desk/call").text)

    def _settle(self, view: View) -> View:
        return self._set_outcome(view.call, self._code(view))

    def _code(self, view: View) -> str:
        """What came of it, as the bar tells a person."""
        if self._machine:
            return "voicemail"
        if view.answered:
            return self._chance.choice(
                ("callback", "not_interested", "not_interested", "do_not_call")
            )
        if "Busy" in view.text.partition("callbar-clock")[2][:300]:
            return "busy"
        return "wrong_number" if "could not be reached" in view.text else "no_answer"

    def _set_outcome(self, call_id: int, code: str) -> View:
        outcome = self._outcomes[code]
        when = self._chance.choice(("in 1 min", "tomorrow 10:00")) if code == "callback" else ""
        form = {"call": call_id, "outcome": outcome, "note": "Said so", "follow_up": when}
        answer = self._send("POST", "/desk/outcome", **form)
        if not answer.ok:
            self._journal.note(f"outcome refused: {answer.text[:60]}")
            time.sleep(BETWEEN_LOOKS)
            return self._look()
        self._journal.note(code)
        self._journal.note_settled(call_id, outcome)
        if self._chance.random() < 0.05:
            return self._take_back(call_id)
        return self._seen(View(answer.text))

    def _take_back(self, call_id: int) -> View:
        was = self._journal.forget_settled(call_id)
        answer = self._send("DELETE", f"/calls/{call_id}/outcome")
        if answer.ok:
            self._journal.note("undone")
        elif was is not None:
            self._journal.note_settled(call_id, was)
        return self._look()

    def _skip(self, view: View) -> View:
        self._journal.note("skipped")
        return self._desk_after("POST", "/desk/skip", item=view.item, reason="Wrong moment")

    def _come_back(self, _view: View) -> View:
        return self._desk_after("DELETE", "/desk/rest")

    def _look_again(self, _view: View) -> View:
        time.sleep(BETWEEN_LOOKS)
        return self._look()

    # --- being answered --------------------------------------------------------------------------

    def _desk_after(self, method: str, path: str, **form) -> View:
        """What the action's answer shows; after a refusal the desk says what is true."""
        answer = self._send(method, path, **form)
        return self._seen(View(answer.text)) if answer.ok else self._look()

    def _look(self) -> View:
        return self._seen(View(self._send("GET", "/desk").text))

    def _seen(self, view: View) -> View:
        """A part of the page without a bar tells nothing."""
        return view if view.state else View(self._send("GET", "/desk").text)

    def _send(self, method: str, path: str, **form) -> requests.Response:
        answer = self._patiently(lambda: self._send_once(method, path, **form))
        if answer.status_code >= 500:
            self._journal.note_fault(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def _send_once(self, method: str, path: str, **form) -> requests.Response:
        self._caller.url = self._chance.choice(self._urls)
        return self._caller.send(method, path, **form)

    def _patiently(self, ask):
        """Again and again while servers are dead, a press for a press."""
        until = time.monotonic() + LOST_SECONDS
        while True:
            try:
                return ask()
            except requests.RequestException:
                self._journal.note("unanswered")
                if time.monotonic() > until:
                    raise
                time.sleep(BETWEEN_LOOKS)
