"""The nine outcomes every floor begins with."""

from leadtracker.models import OutcomeSet
from leadtracker.services.outcome_sets import default_set


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
