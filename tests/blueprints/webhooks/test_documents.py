"""What a line is told to do when the provider asks."""

from leadtracker.domain.calls import LegRole


def text_of(answer) -> str:
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    return answer.get_data(as_text=True)


def test_an_answered_coordinator_is_asked_to_press_1_in_their_own_language(
    provider, call, alice, db
):
    asked = text_of(provider.post(f"/tw/agent?call={call.id}", CallSid="CA1"))

    assert '<Gather action="https://calls.example.test/tw/agent_joined?call=' in asked
    assert call.lead.name in asked
    assert 'language="en-GB"' in asked


def test_names_cannot_break_out_of_the_document(provider, call, db):
    call.lead.company = "A & B <Hangup/>"
    asked = text_of(provider.post(f"/tw/agent?call={call.id}", CallSid="CA1"))

    assert "A &amp; B &lt;Hangup/&gt;" in asked


def test_pressing_1_opens_the_room(provider, call):
    told = text_of(provider.post(f"/tw/agent_joined?call={call.id}", Digits="1"))

    assert f">att-{call.id}</Conference>" in told
    assert 'endConferenceOnExit="true"' in told
    assert 'participantLabel="agent"' in told


def test_any_other_key_hangs_up(provider, call):
    told = text_of(provider.post(f"/tw/agent_joined?call={call.id}", Digits="2"))

    assert "<Hangup" in told
    assert "Conference" not in told


def test_a_voicemail_that_takes_the_call_never_opens_the_room(provider, call, network):
    """It presses nothing: the provider asks for no document, and the leg ends."""
    provider.tell_leg(call, LegRole.AGENT, "in-progress", 2)
    provider.tell_leg(call, LegRole.AGENT, "completed", 3, CallDuration="12")

    assert call.end_reason == "agent_unreached"
    assert network.fake.asked_for("ring_lead") == []


def test_a_coordinator_who_answers_after_giving_up_is_not_connected(provider, call, alice, network):
    from leadtracker.services import calls

    calls.hang_up(call, by=alice, telephony=network)

    for path in ("agent", "agent_joined"):
        told = text_of(provider.post(f"/tw/{path}?call={call.id}", Digits="1"))
        assert "<Hangup" in told
        assert "Conference" not in told


def test_nobody_elses_call_is_opened(provider, network):
    for path in ("/tw/agent?call=999999", "/tw/agent", "/tw/agent_done?call=999999"):
        assert "<Hangup" in text_of(provider.post(path))


def test_an_announcement_says_what_its_address_says(provider, network):
    told = text_of(provider.post("/tw/announcement?call=1&text=We+may+not+call&language=en-GB"))

    assert '<Say language="en-GB">We may not call</Say>' in told


def test_the_fallback_apologises_without_looking_at_anything(provider, network, count_queries):
    with count_queries() as queries:
        told = text_of(provider.post("/tw/fallback?call=1", ErrorCode="11200"))

    assert "<Say" in told
    assert queries == []
