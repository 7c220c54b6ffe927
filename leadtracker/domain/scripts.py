"""Scripts: steps with a line to say, and merge fields that are never read out empty.

A line holds fields as ``{contact_name|there}``: the name of a fact, and the word that stands in
when this lead has none. The word is mandatory, so that nobody ever says "Hello None".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

#: The facts a line may name.
FIELDS = (
    "contact_name",
    "first_name",
    "company",
    "city",
    "coordinator",
    "our_company",
    "promotion",
    "deadline",
)

_FIELD = re.compile(r"\{\s*([a-z_]*)\s*(?:\|([^{}]*))?\}")
_BRACE = re.compile(r"[{}]")

#: A line is one thought: more than this is not said, it is read out (DESIGN.md, script step).
MOST_WORDS = 45


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line; ``is_field`` marks a fact, which the screen sets off to be checked."""

    text: str
    is_field: bool = False


class ScriptProblem(StrEnum):
    """What is wrong with a line."""

    UNKNOWN_FIELD = "unknown_field"
    FALLBACK_MISSING = "fallback_missing"
    STRAY_BRACE = "stray_brace"
    TOO_LONG = "too_long"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A problem, and the field or text it is about."""

    problem: ScriptProblem
    about: str = ""


def render_line(line: str, facts: Mapping[str, str]) -> list[Segment]:
    """The line with its facts put in; a fact that is empty gives way to its fallback word."""
    segments, at = [], 0
    for found in _FIELD.finditer(line):
        segments.append(Segment(line[at : found.start()]))
        name, fallback = found.group(1), (found.group(2) or "").strip()
        segments.append(Segment(facts.get(name, "").strip() or fallback, is_field=True))
        at = found.end()
    segments.append(Segment(line[at:]))
    return [segment for segment in segments if segment.text]


def problems(line: str) -> list[LineProblem]:
    """Everything that keeps a line from being published, in the order in which it stands."""
    if not line.strip():
        return [LineProblem(ScriptProblem.EMPTY)]
    found = []
    for match in _FIELD.finditer(line):
        name, fallback = match.group(1), (match.group(2) or "").strip()
        if name not in FIELDS:
            found.append(LineProblem(ScriptProblem.UNKNOWN_FIELD, name))
        elif not fallback:
            found.append(LineProblem(ScriptProblem.FALLBACK_MISSING, name))
    if stray := _BRACE.search(_FIELD.sub("", line)):
        found.append(LineProblem(ScriptProblem.STRAY_BRACE, stray.group()))
    if len(line.split()) > MOST_WORDS:
        found.append(LineProblem(ScriptProblem.TOO_LONG, str(len(line.split()))))
    return found
