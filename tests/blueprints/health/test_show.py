"""GET /healthz, and the line on every page."""

from datetime import timedelta

from leadtracker.services import schedulers


def test_it_answers_anybody_and_says_how_the_scheduler_does(client, clock):
    schedulers.note_tick()

    response = client.get("/healthz")

    assert response.json == {"status": "ok", "scheduler": "ok", "failing_jobs": []}


def test_a_late_scheduler_does_not_take_the_web_out_of_service(client, clock):
    schedulers.note_tick()
    schedulers.note_failure("make_due_ready", RuntimeError("no room"))
    clock.shift(timedelta(minutes=3))

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json["scheduler"] == "late"
    assert response.json["failing_jobs"] == ["make_due_ready"]


def test_every_page_says_that_the_scheduler_is_late_and_no_longer_than_it_is(sign_in, alice, clock):
    browser = sign_in(alice)
    schedulers.note_tick()
    assert "Reminders are late." not in browser.get("/desk", follow_redirects=True).text

    clock.shift(timedelta(minutes=3))
    assert "Reminders are late." in browser.get("/desk", follow_redirects=True).text

    schedulers.note_tick()
    assert "Reminders are late." not in browser.get("/desk", follow_redirects=True).text
