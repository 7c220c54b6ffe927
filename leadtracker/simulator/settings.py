"""What the simulated network is told when it starts, and what tests may change while it runs."""

import ipaddress
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from leadtracker.simulator.behaviour import Plan, scripted


@dataclass(frozen=True, slots=True)
class Settings:
    """``public_base_url`` is what webhooks are signed for; ``upstream`` where they are taken.

    ``calls_per_second`` is Twilio's limit for new calls, beyond which they wait; 0 is no limit.
    ``spec_path`` is Twilio's own description of its API, against which requests are checked.
    """

    account_sid: str
    auth_token: str
    public_base_url: str
    upstream: str
    port: int = 0
    speed: float = 1.0
    seed: int = 1
    calls_per_second: float = 1.0
    spec_path: str = ""

    def __post_init__(self):
        if not is_loopback(self.upstream):
            raise ValueError(f"webhooks may only be taken to this machine, not to {self.upstream}")
        if self.speed <= 0:
            raise ValueError("the speed must be more than 0")


def is_loopback(url: str) -> bool:
    """Whether an address is one of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class Faults:
    """What goes wrong with callbacks, for every line.

    ``dup`` and ``lose`` are chances from 0 to 1, ``jitter`` and ``slow`` virtual seconds (up to,
    and exactly), ``http500`` how many of the next REST requests fail.
    """

    dup: float = 0.0
    lose: float = 0.0
    jitter: float = 0.0
    slow: float = 0.0
    http500: int = 0


@dataclass(slots=True)
class Script:
    """What a test or a person has told the network: per number, and for all.

    ``automatic`` False leaves every ringing telephone to a person at the simulator's page.
    """

    numbers: dict[str, dict] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    automatic: bool = True

    @classmethod
    def read(cls, data: dict) -> "Script":
        """From JSON; raises ``ValueError`` for anything it does not know."""
        if unknown := data.keys() - {"numbers", "faults", "automatic"}:
            raise ValueError(f"unknown in a script: {', '.join(sorted(unknown))}")
        faults = data.get("faults", {})
        if unknown := faults.keys() - {field.name for field in fields(Faults)}:
            raise ValueError(f"unknown faults: {', '.join(sorted(unknown))}")
        numbers = data.get("numbers", {})
        for script in numbers.values():
            scripted(Plan(), script)
        return cls(numbers, Faults(**faults), bool(data.get("automatic", True)))
