"""What lines and rooms tell: Twilio's fields, with the faults that were asked for."""

from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

from leadtracker.domain import clock
from leadtracker.simulator.behaviour import Plan
from leadtracker.simulator.courier import Courier
from leadtracker.simulator.lines import Line

if TYPE_CHECKING:
    from leadtracker.simulator.network import Network


class Teller:
    """Writes webhooks and hands them to the courier."""

    def __init__(self, network: Network, courier: Courier):
        self._network = network
        self._courier = courier

    def stamp(self, **params: str) -> dict[str, str]:
        """What every webhook carries."""
        return {
            "AccountSid": self._network.settings.account_sid,
            "ApiVersion": "2010-04-01",
            "Timestamp": format_datetime(clock.now()),
            **params,
        }

    def line_params(self, line: Line) -> dict[str, str]:
        return self.stamp(
            CallSid=line.sid,
            CallStatus=line.status.value,
            From=line.from_,
            To=line.to,
            Caller=line.from_,
            Called=line.to,
            Direction="outbound-api",
        )

    def tell_line(self, line: Line, event: str) -> None:
        sequence = line.next_sequence()
        if line.callback is None or event not in line.callback.events:
            return
        params = self.line_params(line) | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
        }
        if event == "completed":
            params["CallDuration"] = str(line.duration_seconds)
            params["Duration"] = str(-(-line.duration_seconds // 60))
            if line.plan.sip:
                params["SipResponseCode"] = line.plan.sip
        self.deliver(
            line.sid,
            line.callback.url,
            params,
            what=line.status.value,
            plan=line.plan,
            final=event == "completed",
        )

    def tell_machine(self, line: Line) -> None:
        line.answered_by = line.plan.answered_by
        params = self.line_params(line) | {
            "AnsweredBy": line.answered_by,
            "MachineDetectionDuration": str(round(line.plan.amd_after * 1000)),
        }
        self.deliver(line.sid, line.machine_url, params, what=line.answered_by, plan=line.plan)

    def deliver(
        self,
        lane: str,
        url: str,
        params: dict[str, str],
        *,
        what: str,
        plan: Plan | None = None,
        final: bool = False,
    ) -> None:
        """Have an event carried, with the faults of its line on top of everybody's."""
        faults = self._network.script.faults
        if plan is not None:
            faults = replace(
                faults,
                dup=max(faults.dup, plan.dup),
                jitter=max(faults.jitter, plan.jitter),
                lose=1.0 if final and plan.lose_finals else faults.lose,
            )
        self._courier.tell(lane, url, params, what=what, faults=faults)
