"""``make run`` from its last step on: everything starts, and Ctrl-C leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.support.ports import find_free_port
from tests.support.servers import answers, wait_until
from tests.support.sources import ROOT

SECONDS_TO_START = 90
SECONDS_TO_STOP = 40


@pytest.fixture
def settings(empty_database):
    web, simulator = str(find_free_port()), str(find_free_port())
    return empty_database.settings(
        LEADTRACKER_ENV="development",
        TELEPHONY="twilio",
        PORT=web,
        SIMULATOR_PORT=simulator,
        PUBLIC_BASE_URL=f"http://127.0.0.1:{web}",
        LOG_LEVEL="INFO",
        PATH=os.defpath,
    )


@pytest.fixture
def product(settings, tmp_path):
    """Everything ``make run`` starts, in a process group of its own, as a terminal does it."""
    output = tmp_path / "output"
    with output.open("wb") as sink:
        started = subprocess.Popen(
            [sys.executable, "scripts/start.py", "--no-demo"],
            cwd=ROOT,
            env=settings,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started.said = output.read_text
    yield started
    if started.poll() is None:
        started.kill()
        started.wait()


def processes_of(settings) -> list[int]:
    """Every process that runs with these settings, whoever started it."""
    mark = f"DATA_DIR={settings['DATA_DIR']}".encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ:
                if mark in environ.read():
                    found.append(int(pid))
        except OSError:
            continue
    return found


def open_connection(port: str) -> socket.socket:
    """A request that will not be over when the stop comes."""
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
    return connection


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="counts processes in /proc")
def test_everything_starts_and_ctrl_c_stops_all_of_it(product, settings):
    home = f"http://127.0.0.1:{settings['PORT']}/healthz"
    ready = wait_until(lambda: "is ready" in product.said(), SECONDS_TO_START)
    assert ready, product.said()
    assert wait_until(lambda: answers(home)), product.said()

    with open_connection(settings["PORT"]):
        os.killpg(product.pid, signal.SIGINT)
        code = product.wait(SECONDS_TO_STOP)

    assert code == 0, product.said()
    assert "Traceback" not in product.said()
    assert product.said().endswith("Leadtracker has stopped.\n")
    assert processes_of(settings) == []


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="counts processes in /proc")
def test_a_process_that_dies_takes_the_others_with_it_and_is_told(product, settings):
    ready = wait_until(lambda: "is ready" in product.said(), SECONDS_TO_START)
    assert ready, product.said()
    scheduler = next(pid for pid in processes_of(settings) if "scheduler" in command_of(pid))

    os.kill(scheduler, signal.SIGKILL)

    assert product.wait(SECONDS_TO_STOP) == 1
    assert "scheduler stopped (rc=-9)" in product.said()
    assert processes_of(settings) == []


def command_of(pid: int) -> str:
    with open(f"/proc/{pid}/cmdline", "rb") as cmdline:
        return cmdline.read().replace(b"\0", b" ").decode()
