import pytest

from leadtracker.db import db as database
from leadtracker.models import Phone
from leadtracker.queries.lead_search import search_terms
from leadtracker.queries.leads import LeadFilter, Sort, leads_matching
from tests.support.builders import make_lead

pytestmark = pytest.mark.usefixtures("noise")


def found(q: str, reader, **filters) -> list[str]:
    stmt = leads_matching(LeadFilter(q=q, **filters), reader=reader)
    return [lead.company for lead in database.session.scalars(stmt)]


@pytest.fixture
def mesa(ada):
    return make_lead(
        "Mesa Verde Tire Co.",
        contact_name="Owen Müller",
        email="owen@mesaverde.example",
        city="Cortez",
        phone="+1 970 555 0133",
    )


@pytest.mark.parametrize(
    "q",
    [
        "mesa",
        "VERDE",
        "verde tire",
        "tire mesa",
        "erde",
        "Owen",
        "müller",
        "mesaverde.example",
        "cortez",
        "970 555 0133",
        "+1 (970) 555-0133",
        "5550133",
        "me",
        "co. mesa",
    ],
)
def test_a_lead_is_found_by_any_part_of_what_is_known(mesa, ada, q):
    assert "Mesa Verde Tire Co." in found(q, ada)


@pytest.mark.parametrize(
    "q", ["nirgendwo", "mesa nirgendwo", "zz", "9999999", "50% off", '"', "a_b"]
)
def test_what_is_nowhere_is_not_found(mesa, ada, q):
    assert "Mesa Verde Tire Co." not in found(q, ada)


def test_a_number_is_found_with_and_without_its_trunk_zero(ada):
    make_lead("Leeds Rims", phone="+44 113 496 0987")

    assert found("0113 496 0987", ada) == ["Leeds Rims"]
    assert found("+44 (0)113 496 0987", ada) == ["Leeds Rims"]


def test_signs_of_the_query_language_are_only_signs(ada):
    make_lead('17" OR rims* AND (tyres)')

    assert found('17" or rims*', ada) == ['17" OR rims* AND (tyres)']


def test_a_changed_lead_is_found_by_what_it_is_now(mesa, ada):
    mesa.company = "Renamed Wheels"
    mesa.phones.append(Phone(e164="+19705550144", original="970 555 0144", position=1))
    database.session.flush()
    assert found("renamed", ada) == found("9705550144", ada) == ["Renamed Wheels"]
    assert found("verde tire", ada) == []

    mesa.phones.pop(0)
    database.session.flush()
    assert found("9705550133", ada) == []


def test_a_deleted_lead_is_found_no_more(mesa, ada):
    database.session.delete(mesa)
    database.session.flush()

    assert found("verde", ada) == []


def test_search_and_order_go_together(ada):
    for name in ("beta rims unusual", "Alpha rims unusual"):
        make_lead(name)

    expected = ["Alpha rims unusual", "beta rims unusual"]
    assert found("unusual", ada, sort=Sort.COMPANY) == expected
    assert found("unusual", ada, sort=Sort.NEXT_STEP) == expected
    assert found("unusual", ada) == expected


def test_words_are_few_and_numbers_one_word():
    assert search_terms("0113 496 0123") == ["1134960123"]
    assert search_terms("Route 66") == ["route", "66"]
    assert len(search_terms("a b c d e f g h i")) == 6
    assert search_terms("   ") == []
