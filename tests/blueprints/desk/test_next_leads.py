"""The card of the next lead, on the page before it is asked for."""


def test_the_page_learns_who_comes_next(browser, items):
    browser.post("/desk/claim", htmx=True)

    answer = browser.post("/desk/next", htmx=True)

    assert "Abbey Motors" in answer.text
    assert 'data-lead-known="true"' in answer.text


def test_the_row_stays_in_the_queue(browser, items):
    browser.post("/desk/claim", htmx=True)
    browser.post("/desk/next", htmx=True)

    assert "Abbey Motors" in browser.get("/desk/queue", htmx=True).text


def test_with_nobody_left_there_is_no_card(browser, items):
    assert 'data-lead-known="false"' in browser.post("/desk/next", htmx=True).text


def test_nobody_keeps_leads_without_signing_in(app, items, client):
    assert client.post("/desk/next", htmx=True).status_code == 401
