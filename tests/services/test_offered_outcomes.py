"""The outcomes of a set: what may be changed, and what a live promotion cannot do without."""

import pytest

from leadtracker.domain.errors import RuleViolation
from leadtracker.models import Activity
from leadtracker.models.outcome import Consequence, OutcomeCategory
from leadtracker.services import offered_outcomes, outcome_sets, promotions
from leadtracker.services.offered_outcomes import OutcomeTerms
from tests.support import builders

MISSED, REACHED = OutcomeCategory.NOT_REACHED, OutcomeCategory.REACHED
STOP, SUCCESS = OutcomeCategory.STOP, OutcomeCategory.SUCCESS


@pytest.fixture
def chosen(clock, db):
    """A set whose key 9 is free."""
    made = builders.make_outcome_set()
    last = made.outcomes[-1]
    last.retired_at = builders.clock.now()
    db.session.commit()
    return made


@pytest.fixture
def live(chosen, db):
    """A live promotion that uses the set."""
    made = builders.make_promotion("Spring Alloy", outcome_set_id=chosen.id)
    db.session.commit()
    return made


def by_code(outcome_set, code):
    return next(outcome for outcome in outcome_set.outcomes if outcome.code == code)


def terms(**changes) -> OutcomeTerms:
    usual = {"label": "Engaged", "key": 9, "category": MISSED, "consequence": Consequence.RETRY}
    return OutcomeTerms(**(usual | {"retry_after_seconds": 900} | changes))


def of(outcome, **changes) -> OutcomeTerms:
    fields = {field: getattr(outcome, field) for field in OutcomeTerms.__dataclass_fields__}
    return OutcomeTerms(**(fields | changes))


def test_an_outcome_is_added_with_a_code_of_its_own(chosen, ada, db):
    outcome = offered_outcomes.add_outcome(chosen, terms(label="No answer?"), by=ada)

    assert (outcome.key, outcome.code) == (9, "no_answer_2")
    assert outcome in chosen.offered
    assert db.session.query(Activity).filter_by(kind="outcome_added").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": 1}, "key"),
        ({"key": 10}, "key"),
        ({"label": "no ANSWER"}, "label"),
        ({"consequence": Consequence.ORDER}, "consequence"),
        ({"consequence": Consequence.FOLLOW_UP}, "consequence"),
        ({"category": STOP}, "consequence"),
        ({"category": REACHED, "consequence": Consequence.DO_NOT_CALL}, "consequence"),
        ({"retry_after_seconds": None}, "wait"),
        ({"least_talk_seconds": 9, "most_talk_seconds": 8}, "least_talk_seconds"),
    ],
)
def test_what_makes_no_sense_is_refused_on_its_field(chosen, ada, changes, field):
    with pytest.raises(RuleViolation) as refused:
        offered_outcomes.add_outcome(chosen, terms(**changes), by=ada)

    assert refused.value.field == field


def test_a_wait_counts_only_where_something_rests(chosen, ada):
    outcome = offered_outcomes.add_outcome(
        chosen, terms(category=SUCCESS, consequence=Consequence.FOLLOW_UP), by=ada
    )

    assert outcome.retry_after_seconds is None


def test_a_change_counts_and_is_told_once(chosen, ada, db):
    outcome = by_code(chosen, "no_answer")
    change = of(outcome, label="Nobody there", retry_after_seconds=3600)

    offered_outcomes.update_outcome(outcome, change, by=ada)
    offered_outcomes.update_outcome(outcome, change, by=ada)

    assert (outcome.label, outcome.code) == ("Nobody there", "no_answer")
    line = db.session.query(Activity).filter_by(kind="outcome_updated").one()
    assert (line.data["was"]["label"], line.data["label"]) == ("No answer", "Nobody there")


def test_what_calls_have_ended_with_keeps_its_category(chosen, ada, alice, db):
    outcome = by_code(chosen, "no_answer")
    builders.make_call(builders.make_lead(), by=alice, outcome_id=outcome.id)
    db.session.commit()

    with pytest.raises(RuleViolation) as refused:
        offered_outcomes.update_outcome(outcome, of(outcome, category=REACHED), by=ada)

    assert refused.value.field == "category"


def test_a_retired_outcome_lives_on_in_history_and_frees_its_key(chosen, ada, alice, db):
    outcome = by_code(chosen, "no_answer")
    call = builders.make_call(builders.make_lead(), by=alice, outcome_id=outcome.id)
    db.session.commit()

    offered_outcomes.retire_outcome(outcome, by=ada)

    assert call.outcome.label == "No answer"
    assert outcome in chosen.retired
    assert outcome.key in chosen.free_keys
    with pytest.raises(RuleViolation, match="is retired"):
        offered_outcomes.update_outcome(outcome, of(outcome, label="x"), by=ada)


def test_restoring_takes_the_old_key_or_the_first_free_one(chosen, ada):
    outcome = by_code(chosen, "no_answer")
    key = outcome.key
    offered_outcomes.retire_outcome(outcome, by=ada)
    offered_outcomes.restore_outcome(outcome, by=ada)
    assert outcome.key == key

    offered_outcomes.retire_outcome(outcome, by=ada)
    offered_outcomes.add_outcome(chosen, terms(key=key), by=ada)
    offered_outcomes.restore_outcome(outcome, by=ada)

    assert outcome.key == 9
    assert chosen.free_keys == []
    with pytest.raises(RuleViolation, match="All nine keys"):
        offered_outcomes.restore_outcome(chosen.retired[0], by=ada)


def test_the_last_outcome_stays(chosen, ada):
    *others, last = chosen.offered
    for outcome in others:
        offered_outcomes.retire_outcome(outcome, by=ada)

    with pytest.raises(RuleViolation, match="the last outcome"):
        offered_outcomes.retire_outcome(last, by=ada)


@pytest.mark.parametrize("category", [MISSED, STOP])
def test_a_live_promotion_keeps_what_callers_cannot_do_without(chosen, live, ada, category):
    needed = [outcome for outcome in chosen.offered if outcome.category is category]
    for outcome in needed[:-1]:
        offered_outcomes.retire_outcome(outcome, by=ada)

    with pytest.raises(RuleViolation, match="Spring Alloy is live"):
        offered_outcomes.retire_outcome(needed[-1], by=ada)
    other = of(needed[-1], category=REACHED, consequence=Consequence.CLOSE)
    with pytest.raises(RuleViolation) as refused:
        offered_outcomes.update_outcome(needed[-1], other, by=ada)

    assert refused.value.field == "category"


def test_a_set_that_lacks_something_launches_nothing(chosen, ada, dora, db):
    for outcome in [each for each in chosen.offered if each.category is MISSED]:
        offered_outcomes.retire_outcome(outcome, by=ada)
    draft = builders.make_promotion(
        leads=[builders.make_lead()],
        products=[builders.make_product()],
        outcome_set_id=chosen.id,
        state="draft",
    )
    db.session.commit()

    with pytest.raises(RuleViolation, match="not reached"):
        promotions.launch_promotion(draft, by=dora)


def test_keys_are_exchanged_in_one_go(chosen, ada, db):
    first, second = chosen.offered[:2]

    outcome_sets.place_keys(chosen, {first.id: second.key, second.id: first.key}, by=ada)

    assert (first.key, second.key) == (2, 1)
    assert db.session.query(Activity).filter_by(kind="outcome_keys_placed").count() == 1


@pytest.mark.parametrize(("key", "words"), [(2, "cannot both have the key 2"), (0, "1 to 9")])
def test_keys_that_cannot_be_are_refused(chosen, ada, key, words):
    with pytest.raises(RuleViolation, match=words):
        outcome_sets.place_keys(chosen, {chosen.offered[0].id: key}, by=ada)


def test_a_copy_takes_what_is_offered_and_nothing_that_was_retired(chosen, ada):
    made = outcome_sets.copy_set(chosen, name="Fleet", by=ada)

    assert [o.code for o in made.outcomes] == [o.code for o in chosen.offered]
    assert made.id != chosen.id


def test_two_sets_cannot_have_one_name(chosen, ada):
    with pytest.raises(RuleViolation) as refused:
        outcome_sets.copy_set(chosen, name=chosen.name, by=ada)

    assert refused.value.field == "name"


def test_a_set_is_renamed_but_not_the_one_a_floor_begins_with(chosen, ada):
    outcome_sets.rename_set(chosen, name="Fleet", by=ada)

    assert chosen.name == "Fleet"
    with pytest.raises(RuleViolation):
        outcome_sets.rename_set(outcome_sets.default_set(), name="Other", by=ada)
