"""Prepare the database, then run the Procfile's processes until Ctrl-C or until one of them ends.

Our arguments go to `flask prepare`.

Honcho is used as a library: its command would give each process a PORT of its own and turn Ctrl-C
into an error.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from honcho import manager
from honcho.environ import parse_procfile
from honcho.printer import Printer

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

#: The web server gives open streams 5 seconds to end; only then may honcho lose its patience.
manager.KILL_WAIT = 10


class Quiet(Printer):
    """Honcho without its own remarks: each process says for itself what matters."""

    #: Which process ended before the others, in honcho's words: "web stopped (rc=1)".
    first_end = ""

    def write(self, message):
        if message.name != manager.SYSTEM_PRINTER_NAME:
            super().write(message)
        elif " stopped " in message.data:
            self.first_end = self.first_end or message.data.strip()


def environment() -> dict[str, str]:
    """What the processes see: our environment, with the virtualenv's programs first."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {"PATH": path, "PYTHONUNBUFFERED": "1"}


def prepare(env: dict[str, str]) -> None:
    """Migrate and, when there is nothing yet, load the demo; ends here when that fails."""
    try:
        command = [BIN / "flask", "prepare", *sys.argv[1:]]
        code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    if code:
        sys.exit(code)


def start(env: dict[str, str]) -> int:
    """Run until asked to stop (0) or until a process ended unasked (1)."""
    printer = Quiet(sys.stdout)
    processes = manager.Manager(printer)
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        processes.add_process(name, f"exec {command}", env=env, cwd=ROOT)
    processes.loop()
    if processes.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        print("Leadtracker has stopped.", flush=True)
        return 0
    print(f"Leadtracker has stopped, for one of its parts did: {printer.first_end}.", flush=True)
    return 1


def main() -> None:
    env = environment()
    prepare(env)
    sys.exit(start(env))


if __name__ == "__main__":
    main()
