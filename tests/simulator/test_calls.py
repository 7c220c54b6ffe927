"""Whole calls: the product's own Twilio client on one side, signed webhooks on the other."""

import pytest

from leadtracker.domain.calls import LegStatus

LEAD_ANSWERS = "+442079460201"


def final(listener, role: str):
    """The statuses of a leg, once the last has come."""
    ends = {"completed", "busy", "no-answer", "failed", "canceled"}
    return listener.wait_for(
        lambda heard: heard.statuses(role) if ends & set(heard.statuses(role)) else None
    )


def test_the_coordinators_telephone_rings_and_1_opens_the_room(floor, listener):
    placed = floor.ring_agent()

    assert placed.status is LegStatus.QUEUED
    listener.wait_for(lambda heard: heard.events("room"))
    assert [w.path for w in listener.webhooks if w.path.startswith("/tw/agent")] == [
        "/tw/agent",
        "/tw/agent_joined",
    ]
    assert listener.events("agent_joined")[0].form["Digits"] == "1"
    assert listener.statuses("agent") == ["initiated", "ringing", "in-progress"]


def test_every_webhook_is_signed_for_the_public_address(floor, listener):
    floor.call(LEAD_ANSWERS)
    final(listener, "lead")

    assert [w.path for w in listener.webhooks if not w.genuine] == []
    assert {w.headers["X-Forwarded-Proto"] for w in listener.webhooks} == {"https"}
    assert {w.headers["X-Forwarded-Host"] for w in listener.webhooks} == {"calls.example.test"}


def test_a_lead_who_answers_talks_and_hangs_up(floor, listener, ledger):
    floor.call(LEAD_ANSWERS)

    assert final(listener, "lead") == ["initiated", "ringing", "in-progress", "completed"]
    told = listener.events("leg")[-1].form
    assert 90 <= int(told["CallDuration"]) <= 181
    listener.wait_for(
        lambda heard: ("participant-leave", "lead", "participant_hung_up") in heard.happenings()
    )
    assert listener.happenings() == [
        ("participant-join", "agent", ""),
        ("participant-join", "lead", ""),
        ("conference-start", "", ""),
        ("participant-leave", "lead", "participant_hung_up"),
    ]
    lead = ledger()["lines"][-1]
    assert (lead["label"], lead["status"], lead["ended_by"]) == ("lead", "completed", "person")


@pytest.mark.parametrize(
    ("number", "statuses"),
    [
        ("+442079460202", ["initiated", "ringing", "busy"]),
        ("+442079460203", ["initiated", "ringing", "no-answer"]),
        ("+442079460204", ["initiated", "failed"]),
        ("+442079460212", ["initiated", "ringing", "busy"]),
        ("+442079460217", ["initiated", "ringing", "no-answer"]),
        ("+442079460219", ["initiated", "ringing", "no-answer"]),
    ],
)
def test_a_lead_who_is_not_reached_says_how(floor, listener, number, statuses):
    floor.call(number)

    assert final(listener, "lead") == statuses
    never_came = ("participant-leave", "lead", "participant_add_failed")
    listener.wait_for(lambda heard: never_came in heard.happenings())


def test_a_number_that_does_not_exist_says_so_in_sip(floor, listener):
    floor.call("+442079460204")
    final(listener, "lead")

    assert listener.events("leg")[-1].form["SipResponseCode"] == "404"


@pytest.mark.parametrize(
    ("number", "answered_by"), [("+442079460205", "machine_start"), ("+442079460201", "human")]
)
def test_who_answered_is_told(floor, listener, telephony, number, answered_by):
    floor.call(number)
    heard = listener.wait_for(lambda heard: heard.events("machine"))[0]

    assert heard.form["AnsweredBy"] == answered_by
    event = telephony.read_machine_event(heard.args, heard.form)
    assert event.is_machine is (answered_by == "machine_start")


def test_hanging_up_the_coordinator_closes_the_room_on_the_lead(floor, listener, telephony, script):
    script(numbers={LEAD_ANSWERS: {"talk": None}})
    agent, _ = floor.call(LEAD_ANSWERS)
    listener.wait_for(lambda heard: "in-progress" in heard.statuses("lead"))

    assert telephony.hang_up(agent.provider_id).status is LegStatus.COMPLETED
    assert final(listener, "lead")[-1] == "completed"
    listener.wait_for(lambda heard: heard.happenings()[-1][0] == "conference-end")
    assert listener.happenings()[-3:] == [
        ("participant-leave", "agent", "participant_updated_via_api"),
        ("participant-leave", "lead", "moderator_ended_conference"),
        ("conference-end", "", "participant-with-end-conference-on-exit-left"),
    ]


def test_hanging_up_while_the_lead_rings_stops_the_ringing(floor, listener, telephony):
    agent, lead = floor.call("+442079460203")
    listener.wait_for(lambda heard: "ringing" in heard.statuses("lead"))

    telephony.hang_up(agent.provider_id)

    assert final(listener, "lead")[-1] == "canceled"
    assert telephony.fetch_leg(lead.provider_id).status is LegStatus.CANCELED


def test_ending_the_room_ends_everybody(floor, listener, telephony, script):
    script(numbers={LEAD_ANSWERS: {"talk": None}})
    floor.call(LEAD_ANSWERS)
    listener.wait_for(lambda heard: "in-progress" in heard.statuses("lead"))

    telephony.end_room(7)
    telephony.end_room(7)

    assert final(listener, "lead")[-1] == final(listener, "agent")[-1] == "completed"
    assert listener.events("agent_done")


def test_a_coordinators_voicemail_presses_nothing_and_is_hung_up_on(floor, listener, script):
    floor.ring_agent("+442079460105")

    assert final(listener, "agent")[-1] == "completed"
    assert listener.events("agent_joined") == []
    assert listener.events("room") == []


def test_everybody_in_the_room_hears_an_announcement(floor, listener, telephony):
    floor.open_room()
    telephony.announce(7, "We may not call: it is late there")

    heard = listener.wait_for(lambda heard: heard.events("announcement"))[0]
    assert heard.genuine
    assert heard.args["text"] == "We may not call: it is late there"


def test_an_announcement_to_an_empty_house_is_no_error(telephony):
    telephony.announce(99, "Is anybody there?")
