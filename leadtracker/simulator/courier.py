"""Webhooks: signed for the public address, taken to the web server on this machine.

They go the way they would behind a proxy (``X-Forwarded-*``). Overrides in an address's fragment
are obeyed and left out of what is requested and signed:
twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import requests
import structlog
from twilio.request_validator import RequestValidator

from leadtracker.domain import clock
from leadtracker.simulator.ledger import Entry, Log
from leadtracker.simulator.settings import Faults, Settings
from leadtracker.simulator.time import VirtualTime

log = structlog.get_logger()

CONNECT_SECONDS = 5.0
#: Twilio hangs up on any webhook that takes longer.
CEILING_SECONDS = 15.0
RETRY_AFTER = 1.0
WORKERS = 32

NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Overrides:
    """How hard to try: ``retries`` more times after one of the ``policies``."""

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})
    timeout: float = CEILING_SECONDS

    @classmethod
    def read(cls, fragment: str) -> Overrides:
        values = dict(parse_qsl(fragment))
        return cls(
            retries=min(int(values.get("rc", 1)), 5),
            policies=frozenset(values.get("rp", "ct").split(",")),
            timeout=min(int(values.get("tt", 15_000)) / 1000, CEILING_SECONDS),
        )

    def allow(self, status: int, trouble: str) -> bool:
        """Whether one more try may follow an answer like that."""
        kind = trouble or f"{status // 100}xx"
        failed = bool(trouble) or status >= 400
        return failed and ("all" in self.policies or kind in self.policies)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook on its way. ``token`` is the same each time it is tried."""

    url: str
    params: dict[str, str]
    what: str
    overrides: Overrides
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    attempt: int = 0


class Courier:
    """Carries webhooks. Events of one lane arrive one after the other, unless faults say not."""

    def __init__(self, settings: Settings, time_: VirtualTime, log: Log):
        self._public = urlsplit(settings.public_base_url)
        self._upstream = urlsplit(settings.upstream)
        self._validator = RequestValidator(settings.auth_token)
        self._time = time_
        self._log = log
        self._chance = Random(settings.seed)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="courier")
        self._own = threading.local()
        self._lanes: dict[str, deque[Delivery]] = defaultdict(deque)
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    # --- events ----------------------------------------------------------------------------------

    def tell(self, lane: str, url: str, params: dict, *, what: str, faults: Faults) -> None:
        """Deliver an event in its lane, with whatever ``faults`` make of it."""
        delivery = self._make(url, params, what)
        if self._chance.random() < faults.lose:
            self._log_entry(delivery, "event", NO_ANSWER, 0, "lost")
            return
        copies = 2 if self._chance.random() < faults.dup else 1
        for _ in range(copies):
            delay = faults.slow + self._chance.uniform(0, faults.jitter)
            if delay:
                self._time.after(delay, lambda: self._submit(self._carry, delivery))
            else:
                self._queue(lane, delivery)

    def _make(self, url: str, params: dict, what: str) -> Delivery:
        parts = urlsplit(url)
        bare = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
        return Delivery(bare, params, what, Overrides.read(parts.fragment))

    def _queue(self, lane: str, delivery: Delivery) -> None:
        with self._lock:
            self._lanes[lane].append(delivery)
            if lane in self._busy:
                return
            self._busy.add(lane)
        self._submit(self._empty, lane)

    def _empty(self, lane: str) -> None:
        while True:
            with self._lock:
                if not self._lanes[lane]:
                    del self._lanes[lane]
                    self._busy.discard(lane)
                    return
                delivery = self._lanes[lane].popleft()
            self._carry(delivery)

    def _carry(self, delivery: Delivery) -> None:
        status, _text, trouble = self._post(delivery, "event")
        if delivery.attempt < delivery.overrides.retries and delivery.overrides.allow(
            status, trouble
        ):
            again = Delivery(
                delivery.url,
                delivery.params,
                delivery.what,
                delivery.overrides,
                delivery.token,
                delivery.attempt + 1,
            )
            self._time.after(RETRY_AFTER, lambda: self._submit(self._carry, again))

    # --- documents -------------------------------------------------------------------------------

    def fetch(self, url: str, params: dict, then: Callable[[int, str], None]) -> None:
        """Ask what to do; ``then`` gets the HTTP status, 0 without an answer, and the text."""
        delivery = self._make(url, params, urlsplit(url).path)

        def ask() -> None:
            status, text, trouble = self._post(delivery, "document")
            if trouble == "ct":
                status, text, _ = self._post(delivery, "document")
            then(status, text)

        self._submit(ask)

    # --- the wire --------------------------------------------------------------------------------

    def _submit(self, work: Callable, *args) -> None:
        if not self._stopped:
            self._pool.submit(_guarded, work, *args)

    def _post(self, delivery: Delivery, kind: str) -> tuple[int, str, str]:
        """Status, text and trouble: ``ct`` when it could not connect, ``rt`` when none answered."""
        began = time.monotonic()
        if not delivery.url.startswith(self._public.geturl()):
            self._log_entry(delivery, kind, NO_ANSWER, 0, "not the product's address")
            return NO_ANSWER, "", "ct"
        status, text, trouble = self._exchange(delivery)
        spent = round((time.monotonic() - began) * 1000)
        self._log_entry(delivery, kind, status, spent, trouble)
        return status, text, trouble

    def _exchange(self, delivery: Delivery) -> tuple[int, str, str]:
        parts = urlsplit(delivery.url)
        path = parts.path.removeprefix(self._public.path.rstrip("/"))
        address = urlunsplit((self._upstream.scheme, self._upstream.netloc, path, parts.query, ""))
        try:
            answer = self._session.post(
                address,
                data=delivery.params,
                headers=self._headers(delivery),
                timeout=(CONNECT_SECONDS, delivery.overrides.timeout),
                allow_redirects=False,
            )
        except requests.ConnectionError:
            return NO_ANSWER, "", "ct"
        except requests.RequestException:
            return NO_ANSWER, "", "rt"
        return answer.status_code, answer.text, ""

    def _headers(self, delivery: Delivery) -> dict[str, str]:
        signature = self._validator.compute_signature(delivery.url, delivery.params)
        return {
            "Host": self._public.netloc,
            "User-Agent": "TwilioProxy/1.1 (simulated)",
            "X-Forwarded-Proto": self._public.scheme,
            "X-Forwarded-Host": self._public.netloc,
            "X-Forwarded-For": "127.0.0.1",
            "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": delivery.token,
        }

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.trust_env = False
        return self._own.session

    def _log_entry(
        self, delivery: Delivery, kind: str, status: int, milliseconds: int, note: str
    ) -> None:
        self._log.add(
            Entry(
                at=clock.now().isoformat(timespec="milliseconds"),
                kind=kind,
                what=delivery.what,
                url=delivery.url,
                status=status,
                milliseconds=milliseconds,
                params=delivery.params,
                note=note,
            )
        )


def _guarded(work: Callable, *args) -> None:
    """A pool would keep what goes wrong to itself."""
    try:
        work(*args)
    except Exception:
        log.exception("simulator_failed", what=work.__name__)
