"""No update is ever lost: the first promise this software makes to itself.

Under SQLAlchemy's defaults SQLite's driver begins no transaction for a read, so people who read,
think and write at the same time overwrite each other without an error. Here twelve of them do it.
"""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from leadtracker.db import db, reading
from leadtracker.models import Lead
from tests.support.builders import make_lead
from tests.support.databases import dispose

PEOPLE, TIMES = 12, 20


def read_think_write(app, lead_id: int) -> None:
    """Count one up in a lead's notes, each time in a transaction of its own."""
    for _ in range(TIMES):
        with app.app_context():
            lead = db.session.scalar(select(Lead).where(Lead.id == lead_id).with_for_update())
            lead.notes = str(int(lead.notes) + 1)
            db.session.commit()


def test_twelve_people_counting_at_once_lose_no_count(fresh_database):
    app = fresh_database.make_app()
    with app.app_context():
        lead_id = make_lead(notes="0").id
        db.session.commit()

    with ThreadPoolExecutor(PEOPLE) as floor:
        jobs = [floor.submit(read_think_write, app, lead_id) for _ in range(PEOPLE)]
    for job in jobs:
        job.result()

    with app.app_context():
        assert db.session.get(Lead, lead_id).notes == str(PEOPLE * TIMES)
    dispose(app)


def test_readers_are_not_kept_waiting_by_a_writer(fresh_database):
    app = fresh_database.make_app()
    with app.app_context():
        lead_id = make_lead(notes="before").id
        db.session.commit()
        db.session.get(Lead, lead_id).notes = "after"
        db.session.flush()

        with app.app_context(), reading():
            assert db.session.get(Lead, lead_id).notes == "before"

        db.session.commit()
    dispose(app)
