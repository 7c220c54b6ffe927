import pytest

from tests.support.builders import make_lead

pytestmark = pytest.mark.usefixtures("noise")


@pytest.fixture
def acme(alice):
    return make_lead("Acme Wheels", owner=alice, phone="+44 20 7946 0951")


@pytest.mark.parametrize("q", ["acme", "WHEELS", "020 7946 0951", "79460951"])
def test_the_palette_finds_a_lead_by_name_and_by_number(sign_in, alice, acme, q):
    answer = sign_in(alice).get("/search", query_string={"q": q}, htmx=True).text

    assert f'href="/leads/{acme.id}"' in answer
    assert "+44 20 7946 0951" in answer
    assert "<html" not in answer


def test_the_palette_finds_nobody_elses_lead(sign_in, charlie, acme):
    assert "Acme" not in sign_in(charlie).get("/search?q=acme", htmx=True).text.replace(
        "“acme”", ""
    )


def test_an_empty_search_finds_nothing(sign_in, alice, acme):
    assert "palette-row" not in sign_in(alice).get("/search?q=", htmx=True).text


def test_without_scripts_the_list_of_leads_answers(sign_in, alice):
    answer = sign_in(alice).get("/search?q=acme")

    assert answer.location == "/leads?q=acme"


def test_a_stranger_finds_nothing(client, db):
    assert client.get("/search?q=acme").status_code == 302
