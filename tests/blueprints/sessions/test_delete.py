from tests.support.client import Client


def test_signing_out_leads_to_the_sign_in_page(sign_in, alice):
    browser = sign_in(alice)

    answer = browser.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert browser.get("/account").status_code == 302


def test_a_stolen_cookie_is_dead_after_it(app, sign_in, alice):
    browser, thief = sign_in(alice), Client(app)
    thief.set_cookie("leadtracker", browser.get_cookie("leadtracker").value)
    assert alice.name in thief.get("/account").text

    browser.post("/sign-out")

    assert thief.get("/account").status_code == 302


def test_others_stay_signed_in(sign_in, alice, bob):
    at_alice, at_bob = sign_in(alice), sign_in(bob)

    at_alice.post("/sign-out")

    assert bob.name in at_bob.get("/account").text


def test_signing_out_twice_does_no_harm(sign_in, alice):
    browser = sign_in(alice)
    browser.post("/sign-out")

    assert browser.post("/sign-out").location.startswith("/sign-in")


def test_a_link_cannot_sign_anybody_out(sign_in, alice):
    browser = sign_in(alice)

    assert browser.get("/sign-out").status_code == 405
    assert browser.get("/account").status_code == 200
