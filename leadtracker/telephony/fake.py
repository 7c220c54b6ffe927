"""A telephone for tests of services: it remembers what it was asked and rings nobody.

Its webhooks are plain: the fields of our own events, as text, "signed" by the word ``genuine``.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from leadtracker.domain import clock
from leadtracker.domain.calls import (
    LegRole,
    LegStatus,
    RoomEventKind,
    WhoEnded,
    next_leg_status,
)
from leadtracker.telephony.explanations import explain
from leadtracker.telephony.interface import (
    LegEvent,
    LegPlaced,
    LegReport,
    MachineEvent,
    NotOurs,
    RoomEvent,
    TelephonyError,
    TelephonyRefused,
    TelephonyUnreachable,
    WebhookRequest,
)

SIGNATURE_HEADER = "X-Fake-Signature"
GENUINE = "genuine"


@dataclass(frozen=True)
class Request:
    """Something the telephone was asked: the method's name and what it was given."""

    what: str
    given: dict = field(default_factory=dict)


class FakeTelephony:
    """In memory, obedient unless told otherwise: see ``refuse_next`` and ``lose_next``."""

    simulated = True
    caller_id = "+442079460100"

    def __init__(self):
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.asked: list[Request] = []
        self.legs: dict[str, LegReport] = {}
        self._provider_ids: dict[tuple[int, LegRole], str] = {}
        self._troubles: dict[str, deque[TelephonyError]] = {}
        self._numbers = itertools.count(1)

    # --- what a test tells it --------------------------------------------------------------------

    def refuse_next(self, what: str, code: int, said: str = "") -> None:
        """Refuse the next ``what`` (a method's name) with one of the provider's codes."""
        self._trouble(what, TelephonyRefused(str(code), explain(code, said)))

    def lose_next(self, what: str) -> None:
        """Leave the next ``what`` unanswered, as a broken line would."""
        self._trouble(what, TelephonyUnreachable(what))

    def _trouble(self, what: str, error: TelephonyError) -> None:
        self._troubles.setdefault(what, deque()).append(error)

    # --- what a test looks at --------------------------------------------------------------------

    def asked_for(self, what: str) -> list[dict]:
        """What each ``what`` was given, in order."""
        return [request.given for request in self.asked if request.what == what]

    def provider_id_of(self, call_id: int, role: LegRole) -> str:
        """The name it gave to that leg; KeyError when it was never asked to ring."""
        return self._provider_ids[call_id, role]

    # --- events on demand ------------------------------------------------------------------------

    def leg_event(
        self, call_id: int, role: LegRole, status: LegStatus, *, duration_seconds: int | None = None
    ) -> LegEvent:
        """What the network would tell of a leg that reached ``status``; the leg has reached it."""
        provider_id = self.provider_id_of(call_id, role)
        report = self.legs[provider_id]
        self.legs[provider_id] = replace(
            report,
            status=next_leg_status(report.status, status),
            duration_seconds=duration_seconds,
        )
        return LegEvent(
            key=f"{provider_id}:{status}",
            call_id=call_id,
            role=role,
            provider_id=provider_id,
            status=status,
            occurred_at=clock.now(),
            duration_seconds=duration_seconds,
        )

    def room_event(
        self,
        call_id: int,
        kind: RoomEventKind,
        role: LegRole | None = None,
        *,
        who_ended: WhoEnded | None = None,
    ) -> RoomEvent:
        """What the network would tell of the call's room; each one made is a new event."""
        sequence = next(self._numbers)
        return RoomEvent(
            key=f"room-{call_id}:{sequence}",
            call_id=call_id,
            kind=kind,
            role=role,
            provider_id=self._provider_ids.get((call_id, role), ""),
            sequence=sequence,
            occurred_at=clock.now(),
            who_ended=who_ended,
        )

    def machine_event(self, call_id: int, *, is_machine: bool = True) -> MachineEvent:
        """What the network would tell of who answered the lead's telephone."""
        provider_id = self.provider_id_of(call_id, LegRole.LEAD)
        return MachineEvent(f"{provider_id}:{is_machine}", call_id, provider_id, is_machine)

    # --- the interface ---------------------------------------------------------------------------

    def ring_agent(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        return self._ring("ring_agent", LegRole.AGENT, call_id, leg_id, to, caller_id)

    def ring_lead(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        return self._ring("ring_lead", LegRole.LEAD, call_id, leg_id, to, caller_id)

    def _ring(
        self, what: str, role: LegRole, call_id: int, leg_id: int, to: str, caller_id: str
    ) -> LegPlaced:
        self._ask(what, call_id=call_id, leg_id=leg_id, to=to, caller_id=caller_id)
        provider_id = f"fake-{os.getpid()}-{next(self._numbers)}"
        self._provider_ids[call_id, role] = provider_id
        self.legs[provider_id] = LegReport(
            provider_id, LegStatus.QUEUED, to=to, caller_id=caller_id, created_at=clock.now()
        )
        return LegPlaced(provider_id, LegStatus.QUEUED)

    def hang_up(self, provider_id: str) -> LegReport:
        self._ask("hang_up", provider_id=provider_id)
        report = self.fetch_leg(provider_id)
        talking = report.status is LegStatus.IN_PROGRESS
        over = LegStatus.COMPLETED if talking else LegStatus.CANCELED
        ended = replace(report, status=next_leg_status(report.status, over))
        if talking:
            ended = replace(ended, duration_seconds=report.duration_seconds or 1)
        self.legs[provider_id] = ended
        return ended

    def end_room(self, call_id: int) -> None:
        self._ask("end_room", call_id=call_id)

    def announce(self, call_id: int, text: str, *, language: str = "en-GB") -> None:
        self._ask("announce", call_id=call_id, text=text)

    def fetch_leg(self, provider_id: str) -> LegReport:
        self._ask("fetch_leg", provider_id=provider_id)
        return self.legs.get(provider_id) or LegReport(provider_id, LegStatus.FAILED)

    def find_legs(self, *, to: str, caller_id: str, since: datetime) -> list[LegReport]:
        self._ask("find_legs", to=to, caller_id=caller_id, since=since)
        return [
            report
            for report in self.legs.values()
            if (report.to, report.caller_id) == (to, caller_id) and report.created_at >= since
        ]

    def _ask(self, what: str, **given) -> None:
        self.asked.append(Request(what, given))
        if troubles := self._troubles.get(what):
            raise troubles.popleft()

    # --- webhooks --------------------------------------------------------------------------------

    def verify(self, request: WebhookRequest) -> bool:
        return request.headers.get(SIGNATURE_HEADER) == GENUINE

    def read_call_id(self, args: Mapping[str, str]) -> int:
        return int(_require(args, "call"))

    def read_leg_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> LegEvent:
        duration = form.get("duration_seconds")
        return LegEvent(
            key=_require(form, "key"),
            call_id=self.read_call_id(args),
            role=LegRole(_require(args, "role")),
            provider_id=_require(form, "provider_id"),
            status=LegStatus(_require(form, "status")),
            duration_seconds=int(duration) if duration else None,
        )

    def read_room_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> RoomEvent:
        role = form.get("role")
        who_ended = form.get("who_ended")
        return RoomEvent(
            key=_require(form, "key"),
            call_id=self.read_call_id(args),
            kind=RoomEventKind(_require(form, "kind")),
            role=LegRole(role) if role else None,
            sequence=int(form.get("sequence", "0")),
            who_ended=WhoEnded(who_ended) if who_ended else None,
        )

    def read_machine_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> MachineEvent:
        return MachineEvent(
            key=_require(form, "key"),
            call_id=self.read_call_id(args),
            provider_id=_require(form, "provider_id"),
            is_machine=form.get("is_machine") == "true",
        )

    def read_agent_pressed(self, form: Mapping[str, str]) -> bool:
        return form.get("digits") == "1"

    def agent_welcome(self, call_id: int, *, prompt: str, language: str) -> str:
        return f"<welcome call='{call_id}'/>"

    def agent_room(self, call_id: int) -> str:
        return f"<room call='{call_id}'/>"

    def spoken(self, text: str, *, language: str) -> str:
        return "<spoken/>"

    def hung_up(self) -> str:
        return "<hung-up/>"


def _require(values: Mapping[str, str], name: str) -> str:
    if not (value := values.get(name)):
        raise NotOurs(f"no {name}")
    return value
