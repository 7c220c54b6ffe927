"""What the two commands say when they cannot start: one sentence and no traceback."""

import ast
import os
import shutil
import socket
import subprocess
import sys

import pytest

from tests.support.ports import find_free_port
from tests.support.sources import ROOT


def setup(*steps: str, python: tuple[str, ...] = ("scripts/setup.py",), **env: str):
    return subprocess.run(
        [sys.executable, *python, *steps],
        cwd=ROOT,
        env={"PATH": os.defpath, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith(".\n")


@pytest.mark.parametrize("setting", ["PORT", "SIMULATOR_PORT"])
def test_a_port_in_use_is_told_with_a_way_out(setting):
    ports = {"PORT": str(find_free_port()), "SIMULATOR_PORT": str(find_free_port())}
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        answer = setup("ports", **(ports | {setting: str(taken)}))

    assert answer.returncode == 1
    assert is_one_sentence(answer.stderr)
    assert f"Port {taken} is in use" in answer.stderr
    assert f"{setting}={taken + 1} make run" in answer.stderr


def test_free_ports_are_worth_no_word():
    answer = setup("ports", PORT=str(find_free_port()), SIMULATOR_PORT=str(find_free_port()))

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_port_that_is_no_number_is_told():
    answer = setup("ports", PORT="five thousand")

    assert answer.returncode == 1
    assert answer.stderr == "PORT must be a whole number, not “five thousand”.\n"


def test_a_python_too_old_is_told():
    pretend = "import sys; sys.path[0] = 'scripts'; import setup; setup.NEEDED = (99, 0);"
    answer = setup(python=("-c", pretend + "setup.NEWER = (); setup.main()"))

    assert answer.returncode == 1
    assert is_one_sentence(answer.stderr)
    assert answer.stderr.startswith("Leadtracker needs Python 99.0 or newer, and this is Python 3.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    tmp_path.chmod(0o500)
    answer = setup("folder", python=(str(tmp_path / "scripts" / "setup.py"),))
    tmp_path.chmod(0o700)

    assert answer.returncode == 1
    assert is_one_sentence(answer.stderr)


def test_an_old_python_can_read_far_enough_to_say_that_it_is_old():
    ast.parse((ROOT / "scripts" / "setup.py").read_text(), feature_version=(3, 6))
