"""Settings → Outcomes: sets, their outcomes and their keys."""

import pytest

from leadtracker.models import Outcome, OutcomeSet
from tests.support import builders

ENGAGED = {
    "label": "Engaged",
    "key": "9",
    "category": "not_reached",
    "consequence": "retry",
    "wait": "15",
    "wait_unit": "minutes",
    "least_talk_seconds": "",
    "most_talk_seconds": "5",
}


@pytest.fixture
def admin(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def chosen(db, clock):
    """A set whose key 9 is free."""
    made = builders.make_outcome_set("Fleet")
    made.outcomes[-1].retired_at = builders.clock.now()
    db.session.commit()
    return made


def test_the_list_says_which_sets_live_promotions_use(admin, chosen, db):
    builders.make_promotion(outcome_set_id=chosen.id)
    db.session.commit()

    page = admin.get("/outcome-sets").text

    assert "Telephone sales" in page
    assert "1 live promotion" in page
    assert 'aria-current="page">Outcomes' in page


def test_a_set_shows_its_outcomes_its_keys_and_what_was_retired(admin, chosen):
    page = admin.get(f"/outcome-sets/{chosen.id}").text

    assert "No answer" in page
    assert f'name="key-{chosen.offered[0].id}"' in page
    assert "they live on in history" in page


def test_an_outcome_is_added(admin, chosen, db):
    answer = admin.post(f"/outcome-sets/{chosen.id}/outcomes", data=ENGAGED)

    outcome = db.session.query(Outcome).filter_by(label="Engaged").one()
    assert answer.headers["Location"] == f"/outcome-sets/{chosen.id}"
    assert (outcome.retry_after_seconds, outcome.most_talk_seconds) == (900, 5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"label": ""}, "Write what its key says."),
        ({"label": "x" * 61}, "At most 60 characters."),
        ({"key": "0"}, "Choose one of the list."),
        ({"key": "1"}, "has the key 1."),
        ({"category": "odd"}, "Choose one of the list."),
        ({"consequence": "order"}, "That cannot follow from a call of this kind."),
        ({"wait": ""}, "Say how long to wait"),
        ({"wait": "400", "wait_unit": "days"}, "A year at most."),
        ({"wait": "4", "wait_unit": "moons"}, "Choose one of the list."),
        ({"least_talk_seconds": "9"}, "The least is more than the most."),
        ({"most_talk_seconds": "long"}, "Write a whole number."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(admin, chosen, db, wrong, words):
    answer = admin.post(f"/outcome-sets/{chosen.id}/outcomes", data=ENGAGED | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Outcome).filter_by(code="engaged").count() == 0


def test_an_outcome_is_changed_and_its_page_shows_it(admin, chosen, db):
    outcome = next(each for each in chosen.offered if each.code == "no_answer")
    key = {"key": str(outcome.key), "label": "Nobody there", "wait": "2", "wait_unit": "days"}

    answer = admin.post(f"/outcome-sets/outcomes/{outcome.id}", data=ENGAGED | key)

    assert answer.status_code == 303
    assert db.session.get(Outcome, outcome.id).retry_after_seconds == 2 * 86400
    page = admin.get(f"/outcome-sets/outcomes/{outcome.id}").text
    assert 'value="Nobody there"' in page
    assert 'aria-current="page">Outcomes' in page
    assert '<option selected value="days">' in page


def test_a_change_that_is_refused_stands_beside_its_field(admin, chosen):
    outcome = chosen.offered[0]

    taken = admin.post(f"/outcome-sets/outcomes/{outcome.id}", data=ENGAGED | {"key": "2"})
    empty = admin.post(f"/outcome-sets/outcomes/{outcome.id}", data=ENGAGED | {"label": ""})

    assert (taken.status_code, empty.status_code) == (422, 422)
    assert "has the key 2." in taken.text


def test_retiring_and_putting_back(admin, chosen, db):
    outcome = chosen.offered[0]

    admin.post(f"/outcome-sets/outcomes/{outcome.id}/retirement")
    assert admin.get(f"/outcome-sets/outcomes/{outcome.id}").status_code == 404
    answer = admin.post(f"/outcome-sets/outcomes/{outcome.id}/restoration")

    assert answer.status_code == 303
    assert db.session.get(Outcome, outcome.id).retired_at is None


def test_what_cannot_be_retired_is_told_in_words(admin, chosen, db):
    builders.make_promotion("Spring Alloy", outcome_set_id=chosen.id)
    stops = [each for each in chosen.offered if each.category == "stop"]
    for outcome in stops[:-1]:
        outcome.retired_at = builders.clock.now()
    db.session.commit()

    answer = admin.post(f"/outcome-sets/outcomes/{stops[-1].id}/retirement")

    assert answer.status_code == 409
    assert "Spring Alloy is live" in answer.text


def test_keys_are_exchanged_and_doubles_are_refused(admin, chosen, db):
    first, second = chosen.offered[:2]
    keys = {f"key-{outcome.id}": str(outcome.key) for outcome in chosen.offered}
    swapped = keys | {f"key-{first.id}": "2", f"key-{second.id}": "1"}

    assert admin.post(f"/outcome-sets/{chosen.id}/keys", data=swapped).status_code == 303
    double = admin.post(f"/outcome-sets/{chosen.id}/keys", data=swapped | {f"key-{second.id}": "2"})
    nonsense = admin.post(
        f"/outcome-sets/{chosen.id}/keys", data=swapped | {f"key-{second.id}": "x"}
    )

    assert (db.session.get(Outcome, first.id).key, db.session.get(Outcome, second.id).key) == (2, 1)
    assert (double.status_code, nonsense.status_code) == (422, 422)
    assert "cannot both have the key 2" in double.text
    assert "Choose one of the list." in nonsense.text


def test_a_set_is_copied_from_its_page(admin, chosen, db):
    page = admin.get(f"/outcome-sets/new?of={chosen.id}").text
    answer = admin.post("/outcome-sets", data={"name": "Vans", "original": chosen.id})

    assert f'<option selected value="{chosen.id}">Fleet' in page
    made = db.session.query(OutcomeSet).filter_by(name="Vans").one()
    assert answer.headers["Location"] == f"/outcome-sets/{made.id}"
    assert len(made.offered) == 8


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Name the set."),
        ({"name": "Fleet"}, "Another set is called Fleet."),
        ({"original": ""}, "Choose what it begins with."),
        ({"original": "987654"}, "Choose one of the list."),
    ],
)
def test_a_copy_that_cannot_be_is_told(admin, chosen, wrong, words):
    answer = admin.post("/outcome-sets", data={"name": "Vans", "original": chosen.id} | wrong)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_set_is_renamed_and_a_taken_name_is_told(admin, chosen, db):
    builders.make_outcome_set("Vans")
    db.session.commit()

    taken = admin.post(f"/outcome-sets/{chosen.id}", data={"name": "Vans"})
    empty = admin.post(f"/outcome-sets/{chosen.id}", data={"name": ""})
    renamed = admin.post(f"/outcome-sets/{chosen.id}", data={"name": "Lorries"})

    assert (taken.status_code, empty.status_code, renamed.status_code) == (422, 422, 303)
    assert "Another set is called Vans." in taken.text
    assert db.session.get(OutcomeSet, chosen.id).name == "Lorries"


def test_what_is_not_there_is_not_found(admin):
    for address in (
        "/outcome-sets/9999",
        "/outcome-sets/9999/outcomes/new",
        "/outcome-sets/outcomes/9999",
    ):
        assert admin.get(address).status_code == 404
    for address in ("/outcome-sets/9999/keys", "/outcome-sets/outcomes/9999/retirement"):
        assert admin.post(address).status_code == 404


@pytest.mark.parametrize("person", ["alice", "mona", "dora"])
def test_only_the_administrator_changes_outcomes(sign_in, request, chosen, person):
    browser = sign_in(request.getfixturevalue(person))
    sets, here = "/outcome-sets", f"/outcome-sets/{chosen.id}"
    outcome = f"/outcome-sets/outcomes/{chosen.offered[0].id}"

    reads = [sets, f"{sets}/new", here, f"{here}/outcomes/new", outcome]
    writes = [sets, here, f"{here}/keys", f"{here}/outcomes", outcome]
    writes += [f"{outcome}/retirement", f"{outcome}/restoration"]

    assert {browser.get(address).status_code for address in reads} == {403}
    assert {browser.post(address).status_code for address in writes} == {403}
    assert "Outcomes" not in browser.get("/account").text


def test_the_sets_are_shown_with_a_fixed_number_of_queries(admin, chosen, db, count_queries):
    admin.get("/outcome-sets")
    with count_queries() as few:
        admin.get("/outcome-sets")
    for name in ("One", "Two", "Three"):
        builders.make_outcome_set(name)
    db.session.commit()
    with count_queries() as many:
        admin.get("/outcome-sets")

    assert len(many) == len(few)
    assert len(many) <= 6


def test_a_set_is_shown_with_a_fixed_number_of_queries(admin, chosen, db, count_queries):
    for outcome in chosen.outcomes[4:]:
        outcome.retired_at = builders.clock.now()
    db.session.commit()
    with count_queries() as few:
        admin.get(f"/outcome-sets/{chosen.id}")
    for outcome in chosen.outcomes[4:]:
        outcome.retired_at = None
    db.session.commit()
    with count_queries() as many:
        admin.get(f"/outcome-sets/{chosen.id}")

    assert len(many) == len(few)
    assert len(many) <= 6
