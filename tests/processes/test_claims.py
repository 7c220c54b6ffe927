"""Eight processes draw from one queue, and no item ever lies on two desks."""

import os
import subprocess
import sys

from leadtracker.db import db
from leadtracker.domain.queue import QueueState
from leadtracker.models import QueueItem
from tests.support import builders
from tests.support.databases import dispose

PROCESSES, ITEMS = 8, 120

#: What each process does: claim, note the item, finish it, until nothing is left.
DESK = """
import sys
from leadtracker import create_app
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import User
from leadtracker.services import queue

with create_app().app_context():
    user = db.session.get(User, int(sys.argv[1]))
    while item := queue.claim_next(user):
        print(item.id)
        item.finish(clock.now())
        db.session.commit()
"""


def test_no_item_is_ever_claimed_twice(fresh_database):
    people = _fill(fresh_database)
    environment = os.environ | fresh_database.settings()
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", DESK, str(person)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for person in people
    ]
    claimed = [desk.communicate(timeout=150)[0].split() for desk in desks]

    everything = [item for items in claimed for item in items]
    assert [desk.returncode for desk in desks] == [0] * PROCESSES
    assert len(everything) == len(set(everything)) == ITEMS
    assert sum(1 for items in claimed if items) > 1


def _fill(database) -> list[int]:
    app = database.make_app()
    with app.app_context():
        team = builders.make_team()
        people = [builders.make_user(team_id=team.id).id for _person in range(PROCESSES)]
        for _item in range(ITEMS):
            builders.make_queue_item(builders.make_lead(team_id=team.id), team_id=team.id)
        db.session.commit()
        assert db.session.query(QueueItem).filter_by(state=QueueState.READY).count() == ITEMS
    dispose(app)
    return people
