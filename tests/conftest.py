"""Fixtures for every test: the application on both databases, the people, the clock.

``pytest --backend=both`` runs each test that touches the database once on SQLite and once on
PostgreSQL; by hand, SQLite alone is the default. Tests of the domain run once and import no Flask:
hence the imports inside fixtures.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine

from tests.support import postgres, reporting, sockets

BROWSER_TESTS = Path(__file__).resolve().parent / "browser"
PROCESS_TESTS = BROWSER_TESTS.with_name("processes")
KILLING_TESTS = (PROCESS_TESTS / "kill_points", PROCESS_TESTS / "test_chaos.py")
RUN_FOLDER = "LEADTRACKER_TEST_FOLDER"
POSTGRES_URL = "LEADTRACKER_TEST_POSTGRES_URL"
BACKENDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}

#: A Tuesday morning within calling hours all over Europe; ``clock`` starts here.
TUESDAY_MORNING = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)

hypothesis.settings.register_profile("leadtracker", deadline=None, derandomize=True)
hypothesis.settings.load_profile("leadtracker")


# --- the run -------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--backend", choices=list(BACKENDS), default="sqlite", help="databases to test on"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Once a run, before xdist's workers start: make the run's folder and start PostgreSQL."""
    sockets.guard()
    config.pluginmanager.register(reporting.Summary(), "leadtracker-summary")
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = tempfile.mkdtemp(prefix="leadtracker-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ[RUN_FOLDER] = folder
    if "postgresql" in BACKENDS[config.option.backend]:
        _start_postgresql(config)


def _start_postgresql(config: pytest.Config) -> None:
    programs = postgres.find_programs()
    if programs is None:
        return
    server = postgres.Server(programs)
    config.add_cleanup(server.stop)
    server.start()
    os.environ[POSTGRES_URL] = server.url_of("postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a database once on each that was asked for, the dearest on one.

    A browser cannot tell which it is. What kills processes by the dozen runs on PostgreSQL, where
    several write at once; ``make bench B=chaos`` does it at length on both.
    """
    if "backend" in metafunc.fixturenames:
        names = BACKENDS[metafunc.config.option.backend]
        path = metafunc.definition.path
        if BROWSER_TESTS in path.parents:
            names = names[:1]
        if any(path.is_relative_to(one) for one in KILLING_TESTS):
            names = names[-1:]
        metafunc.parametrize("backend", names, scope="session", indirect=True)


# --- the application and its database ------------------------------------------------------------


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> str:
    """The database this run of the test is on: ``sqlite`` or ``postgresql``."""
    if request.param == "postgresql" and POSTGRES_URL not in os.environ:
        reporting.skip_or_fail("there is no PostgreSQL here")
    return request.param


@pytest.fixture(scope="session")
def store():
    """Clones databases; most tests want ``db`` or ``fresh_database`` instead."""
    from tests.support.databases import Store

    return Store(Path(os.environ[RUN_FOLDER]), os.environ.get(POSTGRES_URL))


@pytest.fixture(scope="session")
def app(store, backend):
    """The application on a migrated, empty database; one a worker and backend."""
    from tests.support.databases import dispose

    with store.clone(backend) as database:
        app = database.make_app()
        yield app
        dispose(app)


@pytest.fixture
def db(app):
    """The database inside one transaction, which is undone after the test.

    What the code under test commits is a savepoint of it. An application context is pushed, so
    services can be called at once; ``client`` steps out of it for each request.
    """
    from leadtracker.db import db
    from leadtracker.extensions import limiter

    with app.app_context():
        limiter.reset()
        engine = db.engine
        with engine.connect() as connection:
            transaction = connection.begin()
            db.engines[None] = connection
            db.session.configure(join_transaction_mode="create_savepoint")
            yield db
            db.session.remove()
            db.session.configure(join_transaction_mode="conditional_savepoint")
            db.engines[None] = engine
            transaction.rollback()


@pytest.fixture
def fresh_database(store, backend):
    """A migrated, empty database of its own: for threads, processes and real commits."""
    with store.clone(backend) as database:
        yield database


@pytest.fixture
def empty_database(store, backend):
    """A database without any table: for the migrations."""
    with store.clone(backend, migrated=False) as database:
        yield database


@pytest.fixture
def count_queries(db):
    """``with count_queries() as queries: …; assert len(queries) == 3``."""
    from tests.support.queries import recording

    return recording


# --- requests ------------------------------------------------------------------------------------


@pytest.fixture
def client(app, db):
    """A browser nobody has signed in with."""
    from tests.support.client import Client

    return Client(app)


@pytest.fixture
def sign_in(app, db):
    """``sign_in(alice)`` is a browser with Alice signed in; each has its own cookies."""
    from tests.support.client import Client

    return lambda user: Client(app).sign_in(user)


# --- people --------------------------------------------------------------------------------------


@pytest.fixture
def cast(db):
    """The people of the floor; each is also a fixture of its own name."""
    from tests.support.cast import cast

    return cast()


@pytest.fixture
def alice(cast):
    """A coordinator: the one whose day it is."""
    return cast.alice


@pytest.fixture
def bob(cast):
    """A coordinator on Alice's team."""
    return cast.bob


@pytest.fixture
def mona(cast):
    """The lead of Alice's and Bob's team."""
    return cast.mona


@pytest.fixture
def charlie(cast):
    """A coordinator on another team: the outsider."""
    return cast.charlie


@pytest.fixture
def dora(cast):
    """The operations director."""
    return cast.dora


@pytest.fixture
def ada(cast):
    """The administrator."""
    return cast.ada


@pytest.fixture
def noise(db):
    """Rows that have nothing to do with the test and must never show up in its answer."""
    from tests.support.cast import noise

    noise()


# --- the world outside ---------------------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still on a Tuesday morning: ``clock.shift(90)``, ``clock.move_to(moment)``."""
    with time_machine.travel(TUESDAY_MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def clock_first(request: pytest.FixtureRequest) -> None:
    """Whoever stops the clock stops it before anything is made: a session signed tomorrow is
    refused today.
    """
    if "clock" in request.fixturenames:
        request.getfixturevalue("clock")


@pytest.fixture
def telephony(app):
    """The fake at the telephone seam, hung up and forgetful at the start of each test."""
    fake = app.extensions["telephony"]
    fake.reset()
    return fake


@pytest.fixture
def mail(app):
    """The fake at the mail server's seam, with nothing sent yet."""
    fake = app.extensions["mail"]
    fake.reset()
    return fake


@pytest.fixture
def floor(fresh_database):
    """The product's processes on a database of their own, not yet started."""
    from tests.support.servers import Floor

    floor = Floor(fresh_database)
    yield floor
    floor.close()


@pytest.fixture
def backstage(fresh_database):
    """``with backstage(): …`` makes and reads rows of ``fresh_database``, committed at the end."""
    from tests.support.databases import backstage, dispose

    app = fresh_database.make_app()
    yield lambda: backstage(app)
    dispose(app)
