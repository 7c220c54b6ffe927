"""What people do when their telephone rings: by the last digits of the number, or as scripted.

``ENDINGS`` is the whole rule. It is shown on the simulator's page and in ``docs/telephony.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from random import Random


class Answer(StrEnum):
    """How a ringing telephone is met."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Plan:
    """What one telephone will do with one call. All times are virtual seconds.

    ``answer_after`` counts from the first ring to whatever is done: for NO_ANSWER, None rings
    until the caller gives up. ``talk`` is how long the person stays, None until the other side
    ends it. ``sip`` is what the network says of a failure. ``rest_error`` refuses the call at
    once. The last three are faults of the line's callbacks.
    """

    outcome: Answer = Answer.ANSWERED
    queue: float = 0.2
    ring_after: float = 1.0
    answer_after: float | None = 6.0
    talk: float | None = None
    answered_by: str = "human"
    amd_after: float = 3.0
    presses: str = "1"
    press_after: float = 1.5
    sip: str = ""
    rest_error: tuple[int, str] | None = None
    dup: float = 0.0
    jitter: float = 0.0
    lose_finals: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """Numbers that end in one of ``digits`` behave like ``plan``, about ``description``."""

    digits: tuple[str, ...]
    description: str
    plan: Plan


MACHINE = Plan(answer_after=14.0, talk=40.0, answered_by="machine_start", presses="")
GEO_ERROR = (21215, "Account not authorized to call that number. Perhaps you need to enable it.")

#: The first row that fits counts; two digits stand before one.
ENDINGS = (
    Ending(("01",), "answers and talks", Plan()),
    Ending(("02",), "is busy", Plan(outcome=Answer.BUSY, answer_after=2.0)),
    Ending(("03",), "does not answer", Plan(outcome=Answer.NO_ANSWER, answer_after=None)),
    Ending(
        ("04",),
        "does not exist",
        Plan(outcome=Answer.FAILED, answer_after=0.5, sip="404"),
    ),
    Ending(("05",), "is answered by a machine", MACHINE),
    Ending(("06",), "is in a country we may not call", Plan(rest_error=GEO_ERROR)),
    Ending(("07",), "answers slowly", Plan(answer_after=18.0)),
    Ending(("08",), "answers; every message comes twice", Plan(dup=1.0)),
    Ending(("09",), "answers; messages come in any order", Plan(jitter=6.0)),
    Ending(("10",), "answers; final messages are lost", Plan(lose_finals=True)),
    Ending(("0", "1", "4", "6", "8"), "answers and talks", Plan()),
    Ending(("2",), "is busy", Plan(outcome=Answer.BUSY, answer_after=2.0)),
    Ending(
        ("3", "7"),
        "does not answer",
        Plan(outcome=Answer.NO_ANSWER, answer_after=15.0),
    ),
    Ending(("5",), "is answered by a machine", MACHINE),
    Ending(
        ("9",),
        "does not answer, however long it rings",
        Plan(outcome=Answer.NO_ANSWER, answer_after=None),
    ),
)

#: How long a person stays on the line, and how long they take to answer.
TALK = (90.0, 180.0)
SOON = (3.0, 9.0)


def ending_of(number: str) -> Ending:
    """The row that a number falls under; a number without digits at its end answers."""
    for ending in ENDINGS:
        if number.endswith(ending.digits):
            return ending
    return ENDINGS[0]


def plan_for(number: str, chance: Random, *, stays: bool) -> Plan:
    """What the telephone with that number will do; ``chance`` varies how long it takes.

    ``stays``: the person waits for the other side to end the call, as a coordinator does whose own
    telephone was rung.
    """
    plan = ending_of(number).plan
    if plan.outcome is not Answer.ANSWERED:
        return plan
    if plan == MACHINE:
        return replace(plan, talk=plan.talk + chance.uniform(-10, 20))
    slow = plan.answer_after > SOON[1]
    return replace(
        plan,
        answer_after=plan.answer_after if slow else chance.uniform(*SOON),
        talk=None if stays else chance.uniform(*TALK),
    )


def scripted(plan: Plan, script: Mapping[str, object]) -> Plan:
    """``plan`` with what a test has written for this number; raises ``ValueError`` for nonsense."""
    known = {field.name for field in fields(Plan)}
    if unknown := script.keys() - known:
        raise ValueError(f"unknown in a script: {', '.join(sorted(unknown))}")
    changes = dict(script)
    if "outcome" in changes:
        changes["outcome"] = Answer(changes["outcome"])
    if error := changes.get("rest_error"):
        changes["rest_error"] = (int(error[0]), str(error[1]))
    return replace(plan, **changes)
