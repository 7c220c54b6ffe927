"""A coordinator's browser without the browser: the desk over HTTP, as htmx asks for it."""

import re
from dataclasses import dataclass
from uuid import uuid4

import requests

from leadtracker.models import Lead, User
from tests.support.builders import PASSWORD

#: A request that takes longer has met a server that was killed, or nearly.
ANSWER_SECONDS = 30


@dataclass(frozen=True)
class View:
    """What the desk, or its call bar, says."""

    text: str

    @property
    def state(self) -> str:
        """ready, live, wrap, owed, blocked, empty or rest."""
        return self._find(r'id="callbar"[^>]*? data-state="(\w+)"')

    @property
    def call(self) -> int:
        """The call that goes on or owes its outcome; 0 without one."""
        return int(self._find(r'name="call" form="wrap" value="(\d+)"') or 0)

    @property
    def item(self) -> int:
        return int(self._find(r'name="item" value="(\d+)"') or 0)

    @property
    def phone(self) -> int:
        """The number that is chosen on the desk."""
        return int(self._find(r'name="phone" [^>]*?value="(\d+)"') or 0)

    @property
    def request_id(self) -> str:
        """What the next press of D is known by."""
        return self._find(r'name="request_id" value="([^"]+)"')

    @property
    def rung(self) -> bool:
        return 'data-rung="true"' in self.text

    @property
    def answered(self) -> bool:
        return 'data-answered="true"' in self.text

    def outcome(self, key: int) -> int:
        """The outcome on that key."""
        named = rf'data-key="{key}"[^>]*><input type="radio" name="outcome" value="(\d+)"'
        return int(self._find(named))

    def _find(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        return found[1] if found else ""


class Caller:
    """Signs in, presses keys and reads what the desk says. ``url`` may be changed at any time."""

    def __init__(self, url: str, user: User):
        self.url = url
        self._browser = requests.Session()
        page = self._browser.get(f"{url}/sign-in", timeout=ANSWER_SECONDS)
        form = {"email": user.email, "password": PASSWORD}
        self._read_token(page.text)
        self.post("/sign-in", **form)
        self._read_token(self._browser.get(f"{url}/desk", timeout=ANSWER_SECONDS).text)

    # --- what a person does ----------------------------------------------------------------------

    def look(self) -> View:
        """The desk as it stands now."""
        return View(self.send("GET", "/desk").text)

    def claim(self) -> View:
        return View(self.post("/desk/claim").text)

    def dial(self, lead: Lead) -> View:
        form = {"item": self.look().item, "phone": lead.phones[0].id, "request_id": str(uuid4())}
        return View(self.post("/calls", **form).text)

    def hang_up(self, call_id: int) -> View:
        return View(self.post(f"/calls/{call_id}/ending").text)

    def set_outcome(self, call_id: int, key: int, note: str = "Not this year") -> View:
        form = {"call": call_id, "outcome": self.look().outcome(key), "note": note}
        return View(self.post("/desk/outcome", **form).text)

    # --- what the browser does -------------------------------------------------------------------

    def post(self, path: str, **form) -> requests.Response:
        """Send a form; raises for any answer but a good one."""
        answer = self.send("POST", path, **form)
        answer.raise_for_status()
        return answer

    def send(self, method: str, path: str, **form) -> requests.Response:
        """One request and its answer, whatever it says."""
        headers = {"HX-Request": "true", "X-CSRFToken": self._token}
        return self._browser.request(
            method, self.url + path, data=form, headers=headers, timeout=ANSWER_SECONDS
        )

    def _read_token(self, page: str) -> None:
        self._token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
