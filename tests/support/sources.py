"""The product's source, parsed, for the tests of its rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "leadtracker"
TEMPLATES = PACKAGE / "templates"


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file of ours under ``folders`` of the project, or of the whole product."""
    found = [ROOT / "config.py", ROOT / "wsgi.py"] if not folders else []
    for folder in folders or ("leadtracker",):
        found += (ROOT / folder).rglob("*.py")
    return tuple(sorted(found))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def name_of(path: Path) -> str:
    """A path as people write it, from the project's folder on."""
    return path.relative_to(ROOT).as_posix()


def calls_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each call as it is written, without arguments (``db.session.commit``), and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def committed_files() -> list[Path]:
    """What git keeps, and what is about to be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]
