"""The rules of the house that a machine can check. Who imports whom is import-linter's part."""

import ast

import pytest

from tests.support.sources import PACKAGE, calls_in, name_of, python_files, tree_of

#: Longer than this, a file is about two things.
MOST_LINES = 300

#: What rings a telephone, as `telephony/interface.py` names it.
RINGING = ("ring_lead", "ring_agent")


def breaches(forbidden, *, allowed=()) -> list[str]:
    """Each call for which ``forbidden(name)`` holds, outside the files or folders ``allowed``."""
    return [
        f"{name_of(path)}:{line}: {call}"
        for path in python_files()
        if not name_of(path).startswith(tuple(allowed))
        for call, line in calls_in(tree_of(path))
        if forbidden(call)
    ]


def test_only_services_commit():
    def commits(call: str) -> bool:
        return call.endswith((".commit", ".begin_nested"))

    assert breaches(commits, allowed=["leadtracker/services/"]) == []


def test_only_the_clock_asks_what_time_it_is():
    clocks = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")

    def asks(call: str) -> bool:
        return call.endswith(clocks)

    # The simulator has a clock of its own, which can run faster than ours.
    allowed = ["leadtracker/domain/clock.py", "leadtracker/simulator/time.py"]
    assert breaches(asks, allowed=allowed) == []


def test_only_config_reads_the_environment():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node) in ("os.environ", "os.getenv", "environ", "getenv")
        and name_of(path) != "config.py"
    ]
    assert found == []


def test_nothing_sleeps_while_somebody_waits():
    # The processes that poll wait on an event that a stop sets; see their modules.
    assert breaches(lambda call: call in ("time.sleep", "sleep")) == []


def test_only_the_gate_reaches_the_telephones_ringing():
    def rings(call: str) -> bool:
        owner, _, name = call.rpartition(".")
        return name in RINGING and owner.rpartition(".")[2].lstrip("_") == "telephony"

    assert breaches(rings, allowed=["leadtracker/services/gate.py"]) == []


def test_only_placing_a_call_goes_through_the_gate_to_the_telephone():
    def passes(call: str) -> bool:
        return call in tuple(f"gate.{name}" for name in RINGING)

    assert breaches(passes, allowed=["leadtracker/services/calls/placing.py"]) == []


def function(path, name: str) -> ast.FunctionDef:
    return next(
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name == name
    )


@pytest.mark.parametrize(
    ("file", "name", "question", "ringing"),
    [
        ("services/gate.py", "ring_lead", "ask", "telephony.ring_lead"),
        ("services/calls/placing.py", "place_call", "gate.require", "_ring_coordinator"),
    ],
)
def test_the_gate_is_asked_before_a_telephone_rings(file, name, question, ringing):
    calls = list(calls_in(function(PACKAGE / file, name)))
    asked = [line for call, line in calls if call == question]
    rung = [line for call, line in calls if call == ringing]

    assert len(asked) == len(rung) == 1
    assert asked < rung


def test_a_file_is_about_one_thing():
    lengths = {
        name_of(path): len(path.read_text().splitlines())
        for path in python_files("leadtracker", "tests", "scripts", "bench")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_a_module_says_what_it_is_for():
    silent = [
        name_of(path)
        for path in python_files("leadtracker")
        if path.read_text().strip() and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_nothing_is_left_for_later():
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3, "for " + "now")
    found = [
        f"{name_of(path)}: {mark}"
        for path in python_files("leadtracker", "tests", "scripts")
        for mark in marks
        if mark in path.read_text()
    ]
    assert found == []
