"""The dial gate: may this number be called at this moment, and if not, why and until when?"""

from leadtracker.domain.dial_gate.answer import (
    TIMED_REASONS,
    Decision,
    DialAnswer,
    Reason,
    ReasonCode,
)
from leadtracker.domain.dial_gate.badge import WindowBadge, WindowState, window_at
from leadtracker.domain.dial_gate.deciding import decide, refuse
from leadtracker.domain.dial_gate.question import DialQuestion, jurisdictions_for
from leadtracker.domain.dial_gate.tables import rule_version

__all__ = [
    "TIMED_REASONS",
    "Decision",
    "DialAnswer",
    "DialQuestion",
    "Reason",
    "ReasonCode",
    "WindowBadge",
    "WindowState",
    "decide",
    "jurisdictions_for",
    "refuse",
    "rule_version",
    "window_at",
]
