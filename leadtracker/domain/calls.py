"""Call and leg states (interim names; the state machine follows)."""

from enum import StrEnum


class LegRole(StrEnum):
    AGENT = "agent"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    TARGET = "target"


class LegStatus(StrEnum):
    CREATING = "creating"
    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    CANCELED = "canceled"


class CallState(StrEnum):
    DIALING_AGENT = "dialing_agent"
    RINGING_LEAD = "ringing_lead"
    CONNECTED = "connected"
    ON_HOLD = "on_hold"
    VOICEMAIL_DROP = "voicemail_drop"
    ENDED = "ended"


class EndReason(StrEnum):
    TALKED = "talked"
    LEAD_BUSY = "lead_busy"
    LEAD_NO_ANSWER = "lead_no_answer"
    LEAD_UNREACHABLE = "lead_unreachable"
    VOICEMAIL_LEFT = "voicemail_left"
    AGENT_UNREACHED = "agent_unreached"
    BLOCKED = "blocked"
    REFUSED = "refused"
    CANCELED = "canceled"
