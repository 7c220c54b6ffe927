from sqlalchemy import select

from leadtracker.models import UserSession


def session_ids(db, user) -> list[int]:
    rows = select(UserSession.id).where(UserSession.user_id == user.id).order_by(UserSession.id)
    return list(db.session.scalars(rows))


def test_every_browser_is_listed_and_this_one_is_marked(sign_in, alice, db):
    sign_in(alice)
    here = sign_in(alice)

    page = here.get("/account/sessions").text

    elsewhere, this = session_ids(db, alice)
    assert page.count("this one") == 1
    assert f"/account/sessions/{elsewhere}/end" in page
    assert f"/account/sessions/{this}/end" not in page


def test_one_browser_is_signed_out_by_another(sign_in, alice, db):
    there, here = sign_in(alice), sign_in(alice)

    here.post(f"/account/sessions/{session_ids(db, alice)[0]}/end")

    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_everywhere_else_is_everywhere_but_here(sign_in, alice, bob):
    others = [sign_in(alice), sign_in(alice)]
    here, at_bob = sign_in(alice), sign_in(bob)

    answer = here.post("/account/sessions/end")

    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert {browser.get("/account").status_code for browser in others} == {302}
    assert here.get("/account").status_code == 200
    assert at_bob.get("/account").status_code == 200


def test_anothers_session_does_not_exist(sign_in, alice, bob, db):
    at_bob = sign_in(bob)

    answer = sign_in(alice).post(f"/account/sessions/{session_ids(db, bob)[0]}/end")

    assert answer.status_code == 404
    assert at_bob.get("/account").status_code == 200
