"""Taking leads onto the desk."""

from leadtracker.domain.queue import QueueState


def test_the_next_lead_comes_onto_the_desk(browser, items):
    answer = browser.post("/desk/claim", htmx=True)

    assert answer.status_code == 200
    assert "Castle Tyres" in answer.text
    assert items[0].state is QueueState.CLAIMED


def test_a_chosen_lead_replaces_the_present_one(browser, items):
    browser.post("/desk/claim", htmx=True)
    answer = browser.post("/desk/claim", data={"item": items[2].id}, htmx=True)

    assert "Moorland Rims" in answer.text
    assert [item.state for item in items] == [
        QueueState.READY,
        QueueState.READY,
        QueueState.CLAIMED,
    ]


def test_a_lead_on_a_colleagues_desk_is_refused_in_words(browser, sign_in, bob, items):
    sign_in(bob).post("/desk/claim", data={"item": items[0].id}, htmx=True)

    answer = browser.post("/desk/claim", data={"item": items[0].id}, htmx=True)

    assert answer.status_code == 409
    assert "A colleague has just taken this one" in answer.text


def test_a_strangers_item_does_not_exist(sign_in, charlie, items):
    answer = sign_in(charlie).post("/desk/claim", data={"item": items[0].id}, htmx=True)

    assert answer.status_code == 404


def test_an_open_desk_renews_its_hold(browser, items, clock):
    browser.post("/desk/claim", htmx=True)
    clock.shift(30)

    assert browser.patch("/desk/claim").status_code == 204
    assert (items[0].lease_until - items[0].claimed_at).total_seconds() == 90


def test_without_javascript_it_leads_back_to_the_desk(browser, items):
    answer = browser.post("/desk/claim")

    assert (answer.status_code, answer.location) == (303, "/desk")
