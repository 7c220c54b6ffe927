import json

import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.models import Lead, LeadList, Phone

pytestmark = pytest.mark.usefixtures("noise")

KEYS = [
    "rows",
    "created",
    "updated",
    "duplicates",
    "invalid_phone",
    "without_phone",
    "refused",
    "seconds",
]


@pytest.fixture
def run(app, db, tmp_path):
    """``run("import", "list.csv", …)`` with a file of those bytes in the folder."""

    def invoke(content: bytes, *arguments: str, name: str = "list.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return app.test_cli_runner().invoke(args=["leads", "import", str(path), *arguments])

    return invoke


def test_a_file_comes_in_and_the_result_is_json(run):
    content = b"Company,Phone\nAcme,020 7946 0981\nAcme,020 7946 0981\nBolt,12\n,\nCog,\n"

    result = run(content, "--list", "Trade list", "--country", "GB", "--json")

    assert result.exit_code == 0, result.output
    counts = json.loads(result.output)
    assert list(counts) == KEYS
    assert counts.pop("seconds") >= 0
    assert counts == {
        "rows": 4,
        "created": 3,
        "updated": 0,
        "duplicates": 1,
        "invalid_phone": 1,
        "without_phone": 1,
        "refused": 0,
    }
    assert database.session.scalar(select(LeadList).where(LeadList.name == "Trade list"))


def test_columns_can_be_named(run):
    content = b"020 7946 0982,Acme,0113 496 0982\n"

    result = run(content, "--map", "phone=1", "--map", "phone=3", "--map", "company=2", "--json")

    assert json.loads(result.output)["created"] == 1
    numbers = database.session.scalars(
        select(Phone.e164).join(Lead).where(Lead.company == "Acme").order_by(Phone.position)
    )
    assert list(numbers) == ["+442079460982", "+441134960982"]


def test_the_list_is_called_like_the_file_unless_it_is_named(run):
    result = run(b"Company\nAcme\n", name="spring-fair.csv")

    assert "spring-fair" in result.output
    assert "created: 1" in result.output


def test_the_layout_can_be_said(run):
    content = "Müller;030 398840\n".encode("cp1252")
    said = ("--encoding", "cp1252", "--delimiter", ";", "--no-header")

    result = run(content, "--country", "Germany", *said, "--map", "company=1", "--json")

    assert json.loads(result.output)["rows"] == 1
    assert database.session.scalar(select(Lead).where(Lead.company == "Müller")) is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--country", "Atlantis"), "is no country"),
        (("--map", "phone=9"), "columns 1 to 1"),
        (("--map", "shoe=1"), "is no field"),
        (("--map", "city=1"), "phone or the company"),
        (("--encoding", "klingon"), "no such encoding"),
    ],
)
def test_what_makes_no_sense_is_said(run, arguments, words):
    result = run(b"Company\nAcme\n", *arguments)

    assert result.exit_code != 0
    assert words in result.output


def test_an_empty_file_is_said_to_be_empty(run):
    result = run(b"")

    assert result.exit_code == 1
    assert "no row" in result.output
