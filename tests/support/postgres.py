"""A PostgreSQL server of our own for one test run: a fresh folder, loopback only, no fsync."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.support.ports import find_free_port

#: Safe to lose, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}

AS_POSTGRES = {"user": "postgres", "group": "postgres", "extra_groups": ()}


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, or None where there is no PostgreSQL."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


class Server:
    """A running server; ``url_of`` names its databases."""

    def __init__(self, programs: Path):
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="leadtracker-postgresql-"))
        self.port = find_free_port()

    def start(self) -> None:
        """Make the cluster and start it; about a second."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories={self._folder} -c port={self.port}"
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", self._folder / "log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url_of(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        """As the user ``postgres`` when we are root: the server refuses to be root itself."""
        subprocess.run(
            [str(self._programs / program), *map(str, arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            **AS_POSTGRES if os.geteuid() == 0 else {},
        )


def create_database(server_url: str, name: str, *, template: str = "template1") -> None:
    """Clone ``template`` under a new name; nobody may be connected to the template."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
