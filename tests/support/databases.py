"""Databases for tests: one migrated template per backend and run, cloned as often as needed.

The real migrations make the template, once; a clone costs a file copy or a ``CREATE DATABASE``.
"""

import fcntl
import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from config import Config
from leadtracker import create_app
from leadtracker.db import db
from tests.support import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: Settings every test runs under; a test that needs others names them.
SETTINGS = {
    "LEADTRACKER_ENV": "testing",
    "SECRET_KEY": "a secret that only the tests know, and 32 characters long",
    "TELEPHONY": "fake",
    "MAIL": "fake",
    "LOG_LEVEL": "ERROR",
    "PUBLIC_BASE_URL": "http://localhost",
}


@dataclass(frozen=True)
class Database:
    """A migrated, empty database and where its processes keep their other data."""

    url: str
    folder: Path

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of a process on this database."""
        place = {"DATABASE_URL": self.url, "DATA_DIR": str(self.folder)}
        return SETTINGS | place | more

    def make_app(self, **settings: str) -> Flask:
        app = create_app(Config(self.settings(**settings)))
        app.config["WTF_CSRF_ENABLED"] = False
        return app


def dispose(app: Flask) -> None:
    """Close every connection the application holds, so that its database may be cloned."""
    with app.app_context():
        db.engine.dispose()


@contextmanager
def backstage(app: Flask) -> Iterator[SQLAlchemy]:
    """One transaction on the database that other processes work on; rows stay readable after it."""
    with app.app_context():
        db.session().expire_on_commit = False
        yield db
        db.session.commit()


class Store:
    """Makes and clones databases inside the folder of this test run."""

    def __init__(self, run: Path, postgres_url: str | None):
        self._run = run
        self._postgres_url = postgres_url
        self._numbers = itertools.count(1)

    @contextmanager
    def clone(self, backend: str, *, migrated: bool = True) -> Iterator[Database]:
        """A database of its own for as long as the block runs."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        folder = self._run / name
        folder.mkdir()
        if migrated:
            self._make_template(backend)
        try:
            yield Database(self._copy(backend, name, migrated), folder)
        finally:
            if backend == POSTGRESQL:
                postgres.drop_database(self._postgres_url, name)
            shutil.rmtree(folder, ignore_errors=True)

    def _copy(self, backend: str, name: str, migrated: bool) -> str:
        if backend == POSTGRESQL:
            template = "template_migrated" if migrated else "template1"
            with self._alone(backend):
                postgres.create_database(self._postgres_url, name, template=template)
            return self._postgres_url.rpartition("/")[0] + f"/{name}"
        path = self._run / name / "leadtracker.db"
        if migrated:
            shutil.copy(self._sqlite_template, path)
        return f"sqlite:///{path}"

    def _make_template(self, backend: str) -> None:
        done = self._run / f"{backend}.migrated"
        with self._alone(backend):
            if done.exists():
                return
            if backend == POSTGRESQL:
                postgres.create_database(self._postgres_url, "template_migrated")
                url = self._postgres_url.rpartition("/")[0] + "/template_migrated"
            else:
                url = f"sqlite:///{self._sqlite_template}"
            migrate(Database(url, self._run))
            if backend == SQLITE:
                fold_journal(self._sqlite_template)
            done.touch()

    @property
    def _sqlite_template(self) -> Path:
        return self._run / "template_migrated.db"

    @contextmanager
    def _alone(self, backend: str) -> Iterator[None]:
        """Nobody else of this run's processes is in here."""
        with (self._run / f"{backend}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def migrate(database: Database, step: Callable = flask_migrate.upgrade, **arguments):
    """Run one of Alembic's steps on a database and return what it gives."""
    app = database.make_app()
    try:
        with app.app_context():
            return step(**arguments)
    finally:
        dispose(app)


def fold_journal(path: Path) -> None:
    """Bring what stands in SQLite's journal into the file itself, so that a copy is whole."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
