"""The dial gate: may this number be called at this moment, and if not, why and until when?"""

from leadtracker.domain.dial_gate.answer import (
    TIMED_REASONS,
    Decision,
    DialAnswer,
    Reason,
    ReasonCode,
)

__all__ = ["TIMED_REASONS", "Decision", "DialAnswer", "Reason", "ReasonCode"]
