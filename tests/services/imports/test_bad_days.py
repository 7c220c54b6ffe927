"""Imports that are killed, doubled and taken over: on a database of their own, for real."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from leadtracker.db import db as database
from leadtracker.db import reading
from leadtracker.models import ImportRow, Lead, LeadImport, LeadListMember, Phone
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import imports as find
from leadtracker.services import imports
from tests.support.databases import dispose
from tests.support.import_files import import_all, receive, start, table
from tests.support.servers import START_SECONDS, wait_until

#: Area codes in which 555-01xx is a valid number reserved for fiction.
AREAS = (201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224)

RUN = """
import sys
from wsgi import app
from leadtracker.services import imports
with app.app_context():
    imports.run_import(int(sys.argv[1]))
"""


@pytest.fixture
def app(fresh_database):
    app = fresh_database.make_app()
    with app.app_context():
        yield app
        database.session.remove()
    dispose(app)


def fictional_rows(count: int, *, areas=AREAS) -> list[str]:
    """``count`` shops with a number each, as far as there are any, then without."""
    numbers = [f"({area}) 555-01{end:02d}" for area in areas for end in range(100)]
    padded = numbers[:count] + [""] * (count - len(numbers))
    return [f"Shop {n},{number},Town,," for n, number in enumerate(padded)]


def rows_done(import_id: int) -> int:
    with reading():
        wanted = select(LeadImport.rows_done).where(LeadImport.id == import_id)
        done = database.session.scalar(wanted)
        database.session.rollback()
    return done


def test_a_killed_import_goes_on_where_it_was_and_repeats_nothing(app, fresh_database):
    rows = fictional_rows(12_000)
    lead_import = receive(table(*rows, rows[0]), country="US")
    start(lead_import)
    import_id = lead_import.id
    database.session.rollback()

    runner = subprocess.Popen(
        [sys.executable, "-c", RUN, str(import_id)], env=fresh_database.settings()
    )
    assert wait_until(lambda: rows_done(import_id) > 0, START_SECONDS)
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    killed_at = rows_done(import_id)
    assert 0 < killed_at < 12_000

    assert not imports.run_next_import(), "its claim has not lapsed yet"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        assert imports.run_next_import()

    done = find.find_import(import_id)
    assert done.state is ImportState.DONE
    assert done.counts["rows"] == 12_001
    assert (done.created_count, done.duplicate_count) == (12_000, 1)
    assert count(Lead) == count(LeadListMember) == indexed() == 12_000
    assert count(Phone) == len(AREAS) * 100
    assert count(ImportRow) == 1


def test_two_imports_of_the_same_numbers_at_once_make_nothing_twice(app):
    content = table(*fictional_rows(1800))
    ids = []
    for name in ("one", "two"):
        lead_import = receive(content, country="US", filename=f"{name}.csv")
        start(lead_import, list_name=name)
        ids.append(lead_import.id)
    database.session.rollback()

    def run(import_id: int) -> None:
        with app.app_context():
            imports.run_import(import_id)

    runners = [threading.Thread(target=run, args=(import_id,)) for import_id in ids]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    one, two = (find.find_import(import_id) for import_id in ids)
    assert one.state is two.state is ImportState.DONE
    assert one.created_count + two.created_count == count(Lead) == count(Phone) == 1800
    assert one.duplicate_count + two.duplicate_count == 1800
    assert count(LeadListMember) == 3600


def test_an_import_is_run_by_one_of_many(app):
    lead_import = receive(table(*fictional_rows(500)), country="US")
    start(lead_import)
    import_id, answers = lead_import.id, []
    database.session.rollback()

    def run() -> None:
        with app.app_context():
            answers.append(imports.run_import(import_id))

    runners = [threading.Thread(target=run) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert sorted(answers) == [False, False, False, True]
    assert count(Lead) == 500


def test_the_search_index_is_whole_after_an_import(app):
    import_all(table(*fictional_rows(2500)), country="US")

    assert indexed() == 2500
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        database.session.execute(
            text("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')")
        )


def count(model) -> int:
    return database.session.scalar(select(func.count()).select_from(model))


def indexed() -> int:
    return database.session.scalar(text("SELECT count(*) FROM lead_search"))
