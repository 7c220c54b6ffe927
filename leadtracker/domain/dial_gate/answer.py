"""What the dial gate says: a decision, every reason for it, and when each one lifts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import phonenumbers
import tzdata


class Decision(StrEnum):
    """``warn`` may be dialled after a typed reason; ``block`` may not, whoever asks."""

    ALLOW = "allow"
    WARN = "warn"
    BLOCK = "block"


class ReasonCode(StrEnum):
    """Every reason there is, in the order in which they are told: the first is the headline.

    The order is that of the compliance contract (rules.md §1). ``GATE_FAILED`` stands first: a gate
    that could not look answers nothing else. Codes without a rule yet are kept here so that stored
    answers, words and tables have one list to go by.
    """

    GATE_FAILED = "GATE_FAILED"
    NUMBER_INVALID = "NUMBER_INVALID"
    NUMBER_TYPE_BLOCKED = "NUMBER_TYPE_BLOCKED"
    DEMO_NUMBER = "DEMO_NUMBER"
    INTERNAL_DNC = "INTERNAL_DNC"
    REGISTER_LISTED = "REGISTER_LISTED"
    REGISTER_NOT_CHECKED = "REGISTER_NOT_CHECKED"
    SCRUB_STALE = "SCRUB_STALE"
    CONSENT_REQUIRED = "CONSENT_REQUIRED"
    REFUSAL_COOLDOWN = "REFUSAL_COOLDOWN"
    TIMEZONE_UNKNOWN = "TIMEZONE_UNKNOWN"
    JURISDICTION_UNKNOWN = "JURISDICTION_UNKNOWN"
    FREQUENCY_CAP = "FREQUENCY_CAP"
    HOLIDAY_BAN = "HOLIDAY_BAN"
    SUNDAY_BAN = "SUNDAY_BAN"
    DAY_BAN = "DAY_BAN"
    QUIET_HOURS = "QUIET_HOURS"
    TIMEZONE_AMBIGUOUS = "TIMEZONE_AMBIGUOUS"
    CONSENT_PRESUMED = "CONSENT_PRESUMED"


_ORDER = {code: place for place, code in enumerate(ReasonCode)}

#: Reasons that time alone lifts; any other needs somebody to do something.
TIMED_REASONS = frozenset(
    {
        ReasonCode.FREQUENCY_CAP,
        ReasonCode.HOLIDAY_BAN,
        ReasonCode.SUNDAY_BAN,
        ReasonCode.DAY_BAN,
        ReasonCode.QUIET_HOURS,
        ReasonCode.TIMEZONE_AMBIGUOUS,
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the values its words need and the instant it lifts by itself, if it does."""

    code: ReasonCode
    severity: Decision = Decision.BLOCK
    params: dict[str, str | int] = field(default_factory=dict)
    lifts_at: datetime | None = None

    @property
    def place(self) -> int:
        return _ORDER[self.code]

    def as_dict(self) -> dict:
        """The reason as JSON keeps it, for the record of the decision."""
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "params": dict(self.params),
            "lifts_at": self.lifts_at.isoformat() if self.lifts_at else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DialAnswer:
    """The gate's answer about one number at one moment.

    ``next_allowed_at`` is the first minute at which every zone is open, and is given only when
    nothing but time stands in the way. ``local_times`` are the times at the called party, one for
    each of ``zones``. ``rule_version`` is the hash of the rule tables that were used.
    """

    decision: Decision
    reasons: tuple[Reason, ...] = ()
    next_allowed_at: datetime | None = None
    zones: tuple[str, ...] = ()
    local_times: tuple[datetime, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    rule_version: str = ""

    def evidence(self) -> dict:
        """What the answer was based on, as JSON keeps it for the record of the decision."""
        return {
            "local_times": dict(
                zip(self.zones, (local.isoformat() for local in self.local_times), strict=True)
            ),
            "jurisdictions": list(self.jurisdictions),
            "tzdata": tzdata.IANA_VERSION,
            "phonenumbers": phonenumbers.__version__,
        }

    @property
    def may_dial(self) -> bool:
        return self.decision is Decision.ALLOW

    @property
    def headline(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None
