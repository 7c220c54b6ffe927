"""Real lists and nasty cases that lie outside the project; tests that read them skip without."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("LEADTRACKER_DATA") or ROOT.parent / "shared" / "data")


def real_data(name: str) -> Path:
    """The file or folder ``name``; skips the test where it is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not here (set LEADTRACKER_DATA)")
    return path
