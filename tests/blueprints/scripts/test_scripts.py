"""The scripts' pages: written, rearranged, previewed, published."""

import pytest

from leadtracker.models import Script
from tests.support import builders

WRITTEN = {
    "name": "Spring Alloy",
    "steps-0-name": "Opening",
    "steps-0-line": "Hello {first_name|there}, it is {coordinator|me}.",
    "steps-0-cue": "Smile.",
    "steps-1-name": "The offer",
    "steps-1-line": "Twelve off until {deadline|the end of the month}.",
    "steps-1-cue": "",
}


@pytest.fixture
def director(sign_in, dora):
    return sign_in(dora)


@pytest.fixture
def script(director, db):
    director.post("/scripts", data=WRITTEN)
    return db.session.query(Script).one()


def test_a_script_is_published_as_version_one(director, db):
    answer = director.post("/scripts", data=WRITTEN)

    script = db.session.query(Script).one()
    assert answer.headers["Location"] == f"/scripts/{script.id}"
    assert [step["name"] for step in script.latest.steps] == ["Opening", "The offer"]


def test_saving_is_a_new_version(director, script, db):
    director.post(f"/scripts/{script.id}", data=WRITTEN | {"steps-1-cue": "Wait."})

    versions = db.session.get(Script, script.id).versions
    assert [version.number for version in versions] == [1, 2]
    assert versions[0].steps[1]["cue"] == ""


def test_a_blank_step_is_left_out(director, db):
    blank = {"steps-2-name": "", "steps-2-line": " ", "steps-2-cue": ""}

    director.post("/scripts", data=WRITTEN | blank)

    assert len(db.session.query(Script).one().latest.steps) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Name the script."),
        ({"steps-0-name": ""}, "Name the step."),
        ({"steps-0-line": ""}, "Write what is said."),
        ({"steps-0-line": "Hello {first_name}."}, "{first_name|there}"),
        ({"steps-0-line": "Hello {nickname|there}."}, "There is no merge field “nickname”."),
        ({"steps-0-line": "Hello {first_name|there."}, "A merge field is not closed"),
        ({"steps-0-line": "word " * 46}, "46 words: more than one thought."),
    ],
)
def test_what_could_be_read_out_wrong_stands_beside_its_step(director, db, wrong, words):
    answer = director.post("/scripts", data=WRITTEN | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Script).count() == 0


def test_an_empty_script_asks_for_a_step(director, db):
    answer = director.post("/scripts", data={"name": "Empty"})

    assert answer.status_code == 422
    assert db.session.query(Script).count() == 0


def test_a_name_that_is_taken_is_told(director, script):
    answer = director.post("/scripts", data=WRITTEN)

    assert answer.status_code == 422
    assert "Another script is called Spring Alloy." in answer.text


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ("add", ["Opening", "The offer", ""]),
        ("remove-0", ["The offer"]),
        ("up-1", ["The offer", "Opening"]),
        ("up-0", ["Opening", "The offer"]),
        ("remove-9", ["Opening", "The offer"]),
        ("nonsense", ["Opening", "The offer"]),
    ],
)
def test_steps_are_rearranged_before_anything_is_kept(director, db, change, names):
    page = director.post("/script-drafts", data=WRITTEN | {"change": change}).text

    found = [page.split(f'name="steps-{n}-name"')[1] for n in range(len(names))]
    values = [part.split("value=")[1].split('"')[1] for part in found]
    assert values == names
    assert f'name="steps-{len(names)}-name"' not in page
    assert db.session.query(Script).count() == 0


def test_the_preview_reads_as_the_caller_will(director):
    page = director.post("/script-previews", data=WRITTEN, htmx=True).text

    assert "<mark>Marisol</mark>" in page
    assert "<mark>Dora</mark>" in page
    assert "With nothing known: “Hello there, it is Dora.”" in page
    assert "words, about" in page


def test_a_preview_of_half_a_line_does_not_fail(director):
    page = director.post("/script-previews", data={"steps-0-line": "Hello {fir"}, htmx=True)

    assert page.status_code == 200
    assert "Hello {fir" in page.text


def test_the_list_says_where_each_is_read(director, script, db):
    builders.make_promotion(script_id=script.id)
    db.session.commit()

    page = director.get("/scripts").text

    assert "Spring Alloy" in page
    assert "1 live promotion" in page


def test_markup_in_a_line_stays_words(director):
    page = director.post("/script-previews", data={"steps-0-line": "<b>bold</b>"}, htmx=True).text

    assert "&lt;b&gt;bold&lt;/b&gt;" in page


@pytest.mark.parametrize("person", ["alice", "mona"])
def test_only_director_and_administrator_write_scripts(sign_in, request, person):
    browser = sign_in(request.getfixturevalue(person))

    assert browser.get("/scripts").status_code == 403
    assert browser.post("/scripts", data=WRITTEN).status_code == 403
    assert browser.post("/script-drafts", data=WRITTEN).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_scripts(director, script, db, count_queries):
    for _ in range(10):
        builders.make_script()
    db.session.commit()

    with count_queries() as queries:
        director.get("/scripts", htmx=True)

    assert len(queries) <= 6
