"""The nine outcomes every floor begins with."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from leadtracker.db import db, reading
from leadtracker.models import OutcomeSet
from leadtracker.services.outcome_sets import default_set
from tests.support.databases import dispose

PEOPLE = 8


def test_the_default_set_has_one_outcome_for_each_key(db):
    outcomes = default_set().offered

    assert [outcome.key for outcome in outcomes] == list(range(1, 10))
    assert [outcome.label for outcome in outcomes] == [
        "Ordered",
        "Enquiry",
        "Call back",
        "Not interested",
        "No answer",
        "Voicemail",
        "Gatekeeper",
        "Wrong number",
        "Do not call",
    ]


def test_asking_twice_makes_it_once(db):
    assert default_set().id == default_set().id
    assert db.session.query(OutcomeSet).count() == 1


def test_what_reached_nobody_is_tried_again_and_nothing_else_is(db):
    retried = {o.code for o in default_set().outcomes if o.consequence == "retry"}

    assert retried == {"no_answer", "voicemail", "gatekeeper"}


def test_people_who_look_at_once_on_the_first_day_all_see_it(fresh_database):
    """Looking only reads, and on SQLite a reader cannot begin to write beside others."""
    app, together = fresh_database.make_app(), Barrier(PEOPLE)

    def look() -> int:
        with app.app_context(), reading():
            db.session.query(OutcomeSet).count()
            together.wait()
            return default_set().id

    with ThreadPoolExecutor(PEOPLE) as floor:
        seen = [floor.submit(look) for _person in range(PEOPLE)]

    assert len({each.result() for each in seen}) == 1
    dispose(app)
