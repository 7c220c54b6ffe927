"""Finding a lead to put on top, from the floor."""

from tests.support.builders import make_lead


def test_leads_that_match_can_be_put_on_top(floor, browser, bob):
    url = f"/floor/people/{bob.id}/top-choices"

    assert "Whose call comes next for Bob" in browser.get(url, htmx=True).text
    found = browser.get(f"{url}?q=Abbey", htmx=True).text

    assert "Put Abbey Motors on top" in found
    assert "Moorland Rims" not in found
    assert "No lead of yours matches." in browser.get(f"{url}?q=Zebra", htmx=True).text


def test_it_works_without_a_script(floor, browser, bob):
    page = browser.get(f"/floor/people/{bob.id}/top-choices?q=Abbey").text

    assert "<html" in page
    assert "Put Abbey Motors on top" in page


def test_strangers_and_coordinators_look_for_none(floor, browser, sign_in, alice, charlie):
    url = f"/floor/people/{charlie.id}/top-choices"

    assert browser.get(url).status_code == 404
    assert sign_in(alice).get(url).status_code == 403


def test_as_many_queries_whatever_is_found(floor, browser, alice, bob, count_queries, db):
    url = f"/floor/people/{bob.id}/top-choices?q=Abbey"
    with count_queries() as few:
        browser.get(url)
    for number in range(5):
        make_lead(f"Abbey Wheels {number}", team_id=alice.team_id)
    db.session.commit()
    with count_queries() as many:
        browser.get(url)

    assert len(many) == len(few)
