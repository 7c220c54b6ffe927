def test_the_page_asks_for_email_and_password(client):
    page = client.get("/sign-in")

    assert page.status_code == 200
    assert 'autocomplete="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert "An administrator of Northgate Wheels" in page.text


def test_the_page_one_wanted_is_kept_in_the_form(client):
    page = client.get("/sign-in?next=/leads?q=tyres")

    assert '<input type="hidden" name="next" value="/leads?q=tyres">' in page.text


def test_what_stands_in_the_address_cannot_become_markup(client):
    page = client.get('/sign-in?next="><script>alert(1)</script>')

    assert "<script>alert" not in page.text


def test_somebody_who_is_signed_in_goes_on(sign_in, alice):
    answer = sign_in(alice).get("/sign-in?next=/account")

    assert answer.status_code == 302
    assert answer.location == "/account"


def test_a_visitor_is_sent_here_and_comes_back_after(client, alice):
    answer = client.get("/account/sessions?page=2")

    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account/sessions?page%3D2"


def test_a_script_is_told_instead(client):
    for headers in ({"HX-Request": "true"}, {"Accept": "application/json"}):
        answer = client.get("/account", headers=headers)
        assert answer.status_code == 401
        assert answer.text == "You are signed out."


def test_a_form_that_comes_too_late_leads_back_to_its_page(client):
    answer = client.post("/account", headers={"Referer": "http://localhost/account"})

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/account"
