"""One table says what every number does, and the same seed says it again."""

from random import Random

import pytest

from leadtracker.simulator.behaviour import Answer, Plan, ending_of, plan_for, scripted


@pytest.mark.parametrize(
    ("ending", "outcome"),
    [
        *((e, Answer.ANSWERED) for e in ("01", "05", "06", "07", "08", "09", "10")),
        ("02", Answer.BUSY),
        ("03", Answer.NO_ANSWER),
        ("04", Answer.FAILED),
        *((f"4{e}", Answer.ANSWERED) for e in "014568"),
        ("42", Answer.BUSY),
        ("43", Answer.NO_ANSWER),
        ("47", Answer.NO_ANSWER),
        ("49", Answer.NO_ANSWER),
    ],
)
def test_the_last_digits_decide(ending, outcome):
    assert ending_of(f"+4420794600{ending}").plan.outcome is outcome


def test_every_number_has_an_ending():
    for number in range(100):
        assert ending_of(f"+442079460{number:03d}").description


def test_the_same_chance_makes_the_same_people():
    plans = [plan_for("+442079460101", Random("a"), stays=False) for _ in range(2)]

    assert plans[0] == plans[1]
    assert plans[0] != plan_for("+442079460101", Random("b"), stays=False)


def test_customers_hang_up_and_coordinators_stay():
    assert 90 <= plan_for("+442079460101", Random(1), stays=False).talk <= 180
    assert plan_for("+442079460101", Random(1), stays=True).talk is None


def test_a_machine_presses_nothing():
    assert plan_for("+442079460105", Random(1), stays=True).presses == ""


def test_a_script_changes_what_it_names_and_nothing_else():
    changed = scripted(Plan(), {"outcome": "busy", "rest_error": [21215, "No"]})

    assert changed.outcome is Answer.BUSY
    assert changed.rest_error == (21215, "No")
    assert changed.talk == Plan().talk
