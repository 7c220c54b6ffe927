"""The rule tables: one for each jurisdiction, read and checked once, known by their hash."""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from importlib.resources import files

from leadtracker.domain.dial_gate.answer import Decision, ReasonCode

SCHEMA_VERSION = 1
DEFAULT = "default"
CONFIDENCES = frozenset({"high", "medium", "low"})

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = frozenset({"hours", "severity", "source", "confidence"})
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)|(\d\d):(\d\d)-24:00")


class InvalidTable(ValueError):
    """A rule table says something the gate does not understand: it must not start with it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a day, half-open; ``end`` None is the end of the day."""

    start: time
    end: time | None

    def holds(self, moment: time) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rules of one jurisdiction; ``windows`` are those of Monday to Sunday."""

    code: str
    windows: tuple[tuple[Window, ...], ...]
    severity: dict[ReasonCode, Decision] = field(default_factory=dict)

    def severity_of(self, code: ReasonCode) -> Decision:
        return self.severity.get(code, Decision.BLOCK)


@cache
def _loaded() -> tuple[dict[str, Table], str]:
    folder = files(__package__) / "jurisdictions"
    sources = sorted(
        (entry.name, entry.read_bytes())
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    tables: dict[str, Table] = {}
    for name, content in sources:
        tables |= read_tables(tomllib.loads(content.decode()), name)
    if DEFAULT not in tables:
        raise InvalidTable("no default table")
    return tables, hashlib.sha256(b"\0".join(content for _, content in sources)).hexdigest()[:16]


def rule_version() -> str:
    """The hash of every rule table in use: it changes whenever a rule does."""
    return _loaded()[1]


def tables_for(jurisdictions: Iterable[str]) -> tuple[Table, ...]:
    """The tables that apply, strictest wins; the default where a jurisdiction has none.

    "US-FL" without a table of its own is ruled by that of "US".
    """
    tables = _loaded()[0]
    found = {}
    for code in jurisdictions:
        table = tables.get(code) or tables.get(code.partition("-")[0]) or tables[DEFAULT]
        found[table.code] = table
    return tuple(found.values()) or (tables[DEFAULT],)


def read_tables(document: dict, name: str) -> dict[str, Table]:
    """The tables of one document; raises ``InvalidTable`` for anything it does not understand."""
    if document.get("schema_version") != SCHEMA_VERSION:
        raise InvalidTable(f"{name}: schema_version must be {SCHEMA_VERSION}")
    if unknown := document.keys() - {"schema_version", "jurisdictions"}:
        raise InvalidTable(f"{name}: unknown keys {sorted(unknown)}")
    return {code: _read_table(code, facts) for code, facts in document["jurisdictions"].items()}


def _read_table(code: str, facts: dict) -> Table:
    if unknown := facts.keys() - _KEYS:
        raise InvalidTable(f"{code}: unknown keys {sorted(unknown)}")
    if not facts.get("source") or facts.get("confidence") not in CONFIDENCES:
        raise InvalidTable(f"{code}: a rule needs its source and a confidence")
    try:
        severity = {
            ReasonCode(reason): Decision(word) for reason, word in facts.get("severity", {}).items()
        }
        return Table(code=code, windows=_read_hours(facts["hours"]), severity=severity)
    except (KeyError, ValueError) as error:
        raise InvalidTable(f"{code}: {error}") from error


def _read_hours(hours: dict[str, list[str]]) -> tuple[tuple[Window, ...], ...]:
    week: list[tuple[Window, ...]] = [()] * 7
    for days, windows in hours.items():
        for day in _days(days):
            week[day] = tuple(sorted(map(_read_window, windows), key=lambda window: window.start))
    return tuple(week)


def _days(text: str) -> range:
    """``all``, ``sun`` or ``mon-sat`` as numbers of weekdays, Monday being 0."""
    if text == "all":
        return range(7)
    first, _, last = text.partition("-")
    return range(_DAYS.index(first), _DAYS.index(last or first) + 1)


def _read_window(text: str) -> Window:
    if not _WINDOW.fullmatch(text):
        raise InvalidTable(f"{text} is no window such as 08:00-21:00")
    start, _, end = text.partition("-")
    window = Window(time.fromisoformat(start), None if end == "24:00" else time.fromisoformat(end))
    if window.end is not None and window.start >= window.end:
        raise InvalidTable(f"{text} ends before it begins")
    return window
