import re

import pytest


def rail_of(page) -> str:
    return page[page.index('id="rail"') : page.index("rail-foot")]


def marked(page) -> list[str]:
    """What is marked as the present page in the rail and in the settings."""
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*aria-current="page"', page)
    return list(dict.fromkeys(links))


@pytest.mark.parametrize(
    ("who", "sees", "misses"),
    [
        ("alice", {"/desk", "/account"}, {"/promotions", "/floor", "/users", "/teams"}),
        ("mona", {"/desk", "/promotions", "/floor", "/account"}, {"/teams", "/do-not-call"}),
        ("dora", {"/floor", "/account", "/users", "/do-not-call"}, {"/teams"}),
        ("ada", {"/account", "/users", "/teams", "/do-not-call"}, set()),
    ],
)
def test_everybody_is_shown_what_they_may_open(request, sign_in, who, sees, misses):
    page = sign_in(request.getfixturevalue(who)).get("/account").text

    links = set(re.findall(r'href="([^"#?]+)"', page))
    assert sees <= links
    assert not misses & links


@pytest.mark.parametrize("who", ["alice", "mona", "dora", "ada"])
def test_every_screen_in_the_rail_opens(request, sign_in, telephony, who):
    browser = sign_in(request.getfixturevalue(who))
    rail = rail_of(browser.get("/account").text)

    for address in set(re.findall(r'<a [^>]*href="([^"]+)"', rail)):
        assert browser.get(address, follow_redirects=True).status_code == 200, address


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/account", ["/account"]),
        ("/account/password", ["/account", "/account/password"]),
        ("/users/new", ["/account", "/users"]),
        ("/teams", ["/account", "/teams"]),
    ],
)
def test_the_page_one_is_on_is_marked(sign_in, ada, address, current):
    page = sign_in(ada).get(address).text

    assert marked(rail_of(page) + page[page.index("set-nav") :]) == current


def test_the_front_door_leads_to_where_the_day_begins(sign_in, alice, ada, client):
    assert sign_in(alice).get("/").location == "/desk"
    assert sign_in(ada).get("/").location == "/users"
    assert client.get("/").location == "/sign-in?next=/"
