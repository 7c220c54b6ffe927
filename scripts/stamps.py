"""Stamps: a step that is done leaves a hash of what it read, and is skipped while that holds."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".stamps"


def fingerprint(files: Iterable[Path], *also: str) -> str:
    """One hash over the names and contents of ``files`` and the texts in ``also``."""
    digest = hashlib.sha256("\n".join(also).encode())
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read(name: str) -> str:
    """What the step called ``name`` last left, or nothing."""
    path = STAMPS / name
    return path.read_text() if path.exists() else ""


def write(name: str, mark: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(mark)
