"""Scripts: written, published, never changed."""

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.models import ScriptVersion
from leadtracker.services.scripts import MOST_STEPS, create_script, publish_version
from tests.support import builders

OPENING = {"name": "Opening", "line": "Hello {contact_name|there}.", "cue": "Smile."}
OFFER = {"name": "The offer", "line": "Twelve off until {deadline|the end of the month}."}


def test_a_script_is_published_as_its_first_version(dora):
    script = create_script(name="Spring Alloy", steps=[OPENING, OFFER], by=dora)

    assert script.latest.number == 1
    assert script.latest.published_by_id == dora.id
    assert script.latest.steps == [OPENING, {**OFFER, "cue": ""}]


def test_a_change_is_a_new_version_and_the_old_one_stays(dora, db):
    script = create_script(name="Spring Alloy", steps=[OPENING], by=dora)
    first = script.latest

    second = publish_version(script, name="Spring", steps=[OPENING, OFFER], by=dora)

    assert (first.number, second.number) == (1, 2)
    assert len(db.session.get(ScriptVersion, first.id).steps) == 1
    assert script.name == "Spring"


def test_publishing_what_it_says_already_makes_no_version(dora):
    script = create_script(name="Spring Alloy", steps=[OPENING], by=dora)

    assert publish_version(script, name="Spring Alloy", steps=[OPENING], by=dora).number == 1


def test_a_name_belongs_to_one_script(dora):
    builders.make_script("Taken")

    with pytest.raises(RuleViolation) as refused:
        create_script(name="Taken", steps=[OPENING], by=dora)

    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [{"name": "", "line": "Hello."}],
        [{"name": "Opening", "line": " "}],
        [{"name": "Opening", "line": "Hello {contact_name}."}],
        [{"name": "Opening", "line": "Hello {favourite_colour|you}."}],
        [{"name": "Opening", "line": "Hello {contact_name|there."}],
        [OPENING] * (MOST_STEPS + 1),
    ],
)
def test_what_could_be_read_out_wrong_is_not_published(dora, db, steps):
    with pytest.raises(RuleViolation):
        create_script(name="Spring Alloy", steps=steps, by=dora)

    assert db.session.query(ScriptVersion).count() == 0
