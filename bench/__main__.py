"""Run benchmarks on SQLite and, where there is one, PostgreSQL; print one JSON line per figure."""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.support import postgres
from tests.support.databases import POSTGRESQL, SQLITE, Store

HERE = Path(__file__).resolve().parent


def main() -> None:
    names = sorted(module.name for module in iter_modules([str(HERE)]) if module.name[0] != "_")
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names, []], help="which; all of them if none")
    parser.add_argument("--backend", choices=[SQLITE, POSTGRESQL], help="only this database")
    chosen = parser.parse_args()
    about = {"commit": commit(), "python": platform.python_version()}
    with stores() as (store, backends):
        for name in chosen.name or names:
            measure = import_module(f"bench.{name}").measure
            for backend in [chosen.backend] if chosen.backend else backends:
                with store.clone(backend) as database:
                    for figure in measure(database):
                        report({"bench": name, "backend": backend, **vars(figure), **about})


def report(line: dict) -> None:
    print(json.dumps(line), flush=True)


def commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    answer = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"


@contextmanager
def stores() -> Iterator[tuple[Store, list[str]]]:
    """Where databases come from, and which kinds there are on this machine."""
    programs = postgres.find_programs()
    server = postgres.Server(programs) if programs else None
    with tempfile.TemporaryDirectory(prefix="leadtracker-bench-") as folder:
        if server:
            server.start()
        else:
            print("There is no PostgreSQL here; measuring SQLite alone.", file=sys.stderr)
        try:
            url = server.url_of("postgres") if server else None
            yield Store(Path(folder), url), [SQLITE, POSTGRESQL] if server else [SQLITE]
        finally:
            if server:
                server.stop()


if __name__ == "__main__":
    main()
