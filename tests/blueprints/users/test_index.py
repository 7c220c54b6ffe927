import pytest

from leadtracker.domain import clock
from tests.support.builders import make_user


def names_on(page) -> set[str]:
    return {name for name in ("Alice", "Bob", "Mona", "Charlie", "Dora", "Ada") if name in page}


@pytest.fixture
def people_of(sign_in):
    """Who stands in the list, as ``reader`` sees it; the partial holds no menu with their name."""

    def read(reader, query=""):
        return names_on(sign_in(reader).get(f"/users{query}", htmx=True).text)

    return read


def test_administrators_and_the_director_see_everybody(people_of, ada, dora, noise):
    everybody = {"Alice", "Bob", "Mona", "Charlie", "Dora", "Ada"}

    assert people_of(ada) == everybody
    assert people_of(dora) == everybody


def test_a_team_lead_sees_the_team(people_of, mona, noise):
    assert people_of(mona) == {"Alice", "Bob", "Mona"}


def test_coordinators_have_no_list(sign_in, alice):
    assert sign_in(alice).get("/users").status_code == 403


def test_only_administrators_are_offered_changes(sign_in, ada, mona):
    assert "/users/new" in sign_in(ada).get("/users").text
    assert "/users/new" not in sign_in(mona).get("/users").text
    assert "/users/1" not in sign_in(mona).get("/users").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ALI", {"Alice"}),
        ("?q=bob.birch", {"Bob"}),
        ("?q=%25", set()),
        ("?role=team_lead", {"Mona"}),
        ("?role=nonsense&team=x", {"Alice", "Bob", "Mona", "Charlie", "Dora", "Ada"}),
        ("?team=99999999999999999999", {"Alice", "Bob", "Mona", "Charlie", "Dora", "Ada"}),
    ],
)
def test_the_filter_narrows_the_list(people_of, ada, query, found):
    assert people_of(ada, query) == found


def test_those_who_left_stand_apart(people_of, ada, alice):
    alice.deactivated_at = clock.now()

    assert "Alice" not in people_of(ada)
    assert people_of(ada, "?left=1") == {"Alice"}


def test_htmx_gets_the_list_alone(sign_in, ada):
    partial = sign_in(ada).get("/users", htmx=True)

    assert partial.text.lstrip().startswith('<section class="panel" id="people"')
    assert "HX-Request" in partial.headers["Vary"]


def test_the_number_of_queries_does_not_grow_with_the_people(sign_in, ada, count_queries):
    browser = sign_in(ada)

    def count():
        with count_queries() as queries:
            browser.get("/users")
        return len(queries)

    before = count()
    for _ in range(20):
        make_user()
    assert count() == before <= 7
