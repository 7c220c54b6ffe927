from tests.support.builders import make_user


def test_who_leaves_is_out_at_once_and_may_come_back(sign_in, ada, alice):
    at_alice, at_ada = sign_in(alice), sign_in(ada)

    answer = at_ada.post(f"/users/{alice.id}/deactivation")

    assert (answer.status_code, answer.location) == (303, "/users")
    assert not alice.is_active
    assert at_alice.get("/account").status_code == 302
    assert "left on" in at_ada.get(f"/users/{alice.id}").text

    at_ada.post(f"/users/{alice.id}/reactivation")
    assert alice.is_active


def test_the_last_administrator_stays(sign_in, ada):
    answer = sign_in(ada).post(f"/users/{ada.id}/deactivation")

    assert answer.status_code == 422
    assert "You cannot close your own account." in answer.text
    assert ada.is_active


def test_nobody_else_may(sign_in, mona, dora, alice):
    for browser in (sign_in(mona), sign_in(dora), sign_in(make_user())):
        assert browser.post(f"/users/{alice.id}/deactivation").status_code == 403
    assert alice.is_active
