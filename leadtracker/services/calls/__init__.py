"""Placing calls, hearing how they go, and ending them.

A call is two transactions: its row stands before the provider is asked, since the provider's first
message can beat its answer. No transaction is open while the provider is asked anything.

Everything heard ends in ``_standing.restate``: facts are added to legs and call, and the call's
state is worked out anew from all of them, so order and repetition of messages do not matter.
"""

from leadtracker.services.calls._promises import forget_call
from leadtracker.services.calls.ending import apply_report, clear_lines, cut_short, hang_up
from leadtracker.services.calls.hearing import hear_leg, hear_machine, hear_room
from leadtracker.services.calls.placing import dial_by_itself, place_call, ring_lead
from leadtracker.services.calls.reconciling import reconcile

__all__ = [
    "apply_report",
    "clear_lines",
    "cut_short",
    "dial_by_itself",
    "forget_call",
    "hang_up",
    "hear_leg",
    "hear_machine",
    "hear_room",
    "place_call",
    "reconcile",
    "ring_lead",
]
