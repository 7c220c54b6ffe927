"""What a run says of itself: what it could not try, and how each database and the browser fared."""

import os
from collections import Counter, defaultdict

import pytest

GROUPS = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "browser": "Chromium",
    "neither": "No database",
}


#: Nothing else is worth knowing while updates get lost.
FIRST = "test_sqlite_writes.py"


def skip_or_fail(reason: str) -> None:
    """Skip for want of a program on somebody's machine; fail for it in continuous integration."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class Summary:
    """Marks each test with its group and counts the groups at the end."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.path.name != FIRST)
        for item in items:
            item.user_properties.append(("group", _group_of(item)))

    def pytest_terminal_summary(self, terminalreporter) -> None:
        counts = _count(terminalreporter.stats)
        if not counts:
            return
        terminalreporter.section("databases and browser")
        for group, title in GROUPS.items():
            if group in counts:
                told = ", ".join(f"{number} {word}" for word, number in counts[group].items())
                terminalreporter.write_line(f"{title + ':':<13}{told}")


def _group_of(item: pytest.Item) -> str:
    if item.get_closest_marker("browser"):
        return "browser"
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("backend", "neither") if callspec else "neither"


def _count(stats: dict) -> dict[str, Counter]:
    counts: dict[str, Counter] = defaultdict(Counter)
    for word in ("passed", "failed", "error", "skipped"):
        for report in stats.get(word, ()):
            group = dict(getattr(report, "user_properties", ())).get("group")
            if group:
                counts[group][word] += 1
    return counts
