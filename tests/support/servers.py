"""The product's processes, started for real on free ports and killed without mercy."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.support.databases import Database
from tests.support.ports import find_free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent

#: The longest a process may take to answer, on a machine that has much else to do.
START_SECONDS = 60


class Process:
    """One running process and what it has printed."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path):
        self.name = name
        self._command, self._env, self._log = command, env, log
        self._child = self._begin()

    def _begin(self) -> subprocess.Popen:
        with self._log.open("ab") as output:
            return subprocess.Popen(
                self._command,
                cwd=ROOT,
                env={"PATH": f"{PROGRAMS}:{os.defpath}", "PYTHONUNBUFFERED": "1", **self._env},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def children(self) -> list[int]:
        """The processes it has started itself."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []

    @property
    def output(self) -> str:
        return self._log.read_text()

    @property
    def is_running(self) -> bool:
        return self._child.poll() is None

    def stop(self, timeout_seconds: float = 15) -> int:
        """Ask it to end, as Ctrl-C does, and return its exit code."""
        self._child.terminate()
        try:
            return self._child.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """``kill -9`` it and every process it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def begin_again(self) -> None:
        """The same once more, in the place of one that was killed; its output goes on."""
        self._child = self._begin()


class Floor:
    """Web server, scheduler and simulated telephone on one database, each on its own port.

    Webhooks come to the first web server; ``start_web`` on another port starts a further one.
    """

    def __init__(self, database: Database, **settings: str):
        self.web_port, self.simulator_port = find_free_port(), find_free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.simulator_url = f"http://127.0.0.1:{self.simulator_port}"
        self._database = database
        self._started: list[Process] = []
        self._settings = {
            "PORT": str(self.web_port),
            "SIMULATOR_PORT": str(self.simulator_port),
            "PUBLIC_BASE_URL": self.url,
            "TELEPHONY": "twilio",
            "SIMULATOR_SPEED": "10",
            "LOG_LEVEL": "INFO",
            **settings,
        }

    def start_web(self, port: int | None = None) -> Process:
        url = f"http://127.0.0.1:{port or self.web_port}"
        return self._answering(self._spawn_web(port), f"{url}/healthz")

    def start_simulator(self) -> Process:
        return self._answering(self._spawn_simulator(), self.simulator_url)

    def start_scheduler(self) -> Process:
        return self._start("scheduler", "flask", "scheduler", "run")

    def start(self) -> "Floor":
        """All three, at the same time."""
        web, simulator = self._spawn_web(), self._spawn_simulator()
        self.start_scheduler()
        self._answering(web, f"{self.url}/healthz")
        self._answering(simulator, self.simulator_url)
        return self

    def _spawn_web(self, port: int | None = None) -> Process:
        command = ("gunicorn", "--config", "gunicorn.conf.py", "wsgi:app")
        return self._start("web", *command, PORT=str(port or self.web_port))

    def _spawn_simulator(self) -> Process:
        return self._start("simulator", "flask", "simulator", "run")

    def lines(self) -> list[dict]:
        """Every line the network knows, as it really stands."""
        with urlopen(f"{self.simulator_url}/_sim/ledger", timeout=30) as answer:
            return json.load(answer)["lines"]

    def hang_up(self, line: dict) -> None:
        """Whoever is rung or talks on that line puts the receiver down."""
        with contextlib.suppress(HTTPError):
            urlopen(f"{self.simulator_url}/_sim/calls/{line['sid']}/hangup", b"", timeout=5).close()

    @property
    def log(self) -> str:
        """What all of them have printed, for a test that failed."""
        return "\n".join(f"--- {one.name}\n{one.output}" for one in self._started)

    def close(self) -> None:
        for process in self._started:
            process.kill()

    def _start(self, name: str, program: str, *arguments: str, **settings: str) -> Process:
        log = self._database.folder / f"{name}.{len(self._started)}.log"
        env = self._database.settings(**self._settings | settings)
        process = Process(name, [str(PROGRAMS / program), *arguments], env, log)
        self._started.append(process)
        return process

    @staticmethod
    def _answering(process: Process, url: str) -> Process:
        """Wait until it does; raises with its own words when it ends or stays silent instead."""
        if not wait_until(lambda: not process.is_running or answers(url), START_SECONDS):
            raise TimeoutError(f"{process.name} did not answer:\n{process.output}")
        if not process.is_running:
            raise RuntimeError(f"{process.name} ended at once:\n{process.output}")
        return process


def answers(url: str) -> bool:
    """Whether a server answers there, whatever it says."""
    try:
        with urlopen(url, timeout=2):
            return True
    except URLError as error:
        return hasattr(error, "code")
    except OSError:
        return False


def wait_until(condition, timeout_seconds: float = 30) -> bool:
    """Whether ``condition()`` becomes true in time: for other processes, which have no clock
    that a test could move.
    """
    deadline = time.monotonic() + timeout_seconds
    while not (true := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true)
