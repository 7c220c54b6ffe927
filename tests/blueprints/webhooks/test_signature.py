"""What the provider did not sign for our account changes nothing."""

import pytest

from leadtracker.domain.calls import LegRole, LegStatus
from tests.blueprints.webhooks.conftest import Provider


@pytest.mark.parametrize("forgery", ["", "c29tZXRoaW5nIGVsc2U=", "not even base64"])
def test_a_webhook_with_no_or_another_signature_is_refused(provider, call, db, forgery):
    path = f"/tw/leg?call={call.id}&role=agent"
    answer = provider.post(
        path,
        signature=forgery,
        CallSid="CA" + "9" * 32,
        CallStatus="ringing",
        SequenceNumber="1",
    )

    assert answer.status_code == 403
    assert call.leg(LegRole.AGENT).status is LegStatus.QUEUED


def test_a_webhook_signed_with_another_token_is_refused(client, network, call):
    answer = Provider(client, token="stolen").tell_leg(call, LegRole.AGENT, "ringing", 1)

    assert answer.status_code == 403
    assert call.leg(LegRole.AGENT).status is LegStatus.QUEUED


def test_a_webhook_of_another_account_is_refused(client, network, call):
    other = Provider(client, account="AC" + "7" * 32)

    assert other.tell_leg(call, LegRole.AGENT, "ringing", 1).status_code == 403


def test_a_field_changed_on_the_way_is_noticed(client, provider, call, network):
    from twilio.request_validator import RequestValidator

    from tests.blueprints.webhooks.conftest import ACCOUNT, BASE, TOKEN

    path = f"/tw/leg?call={call.id}&role=agent"
    form = {"AccountSid": ACCOUNT, "CallSid": "CA1", "CallStatus": "busy", "SequenceNumber": "1"}
    signature = RequestValidator(TOKEN).compute_signature(BASE + path, form)

    answer = provider.post(path, signature=signature, **(form | {"CallStatus": "completed"}))

    assert answer.status_code == 403


def test_a_call_moved_into_the_address_is_noticed(provider, call, network):
    from twilio.request_validator import RequestValidator

    from tests.blueprints.webhooks.conftest import ACCOUNT, BASE, TOKEN

    form = {"AccountSid": ACCOUNT, "CallSid": "CA1", "CallStatus": "busy", "SequenceNumber": "1"}
    signature = RequestValidator(TOKEN).compute_signature(BASE + "/tw/leg?call=1&role=agent", form)

    answer = provider.post(f"/tw/leg?call={call.id}&role=lead", signature=signature, **form)

    assert answer.status_code == 403


def test_text_in_the_address_survives_the_proxy(provider, network):
    answer = provider.post("/tw/announcement?call=1&text=S%C3%AD%2C+ma%C3%B1ana&language=es-ES")

    assert answer.status_code == 200
    assert "Sí, mañana" in answer.get_data(as_text=True)


def test_an_oversized_webhook_is_refused_before_it_is_read(provider, call):
    answer = provider.tell_leg(call, LegRole.AGENT, "ringing", 1, Padding="x" * 100_000)

    assert answer.status_code == 403


def test_bytes_that_are_no_text_are_refused(client, network, call):
    answer = client.post(
        f"/tw/leg?call={call.id}&role=agent",
        data=b"CallStatus=\xff\xfe&CallSid=\xc3\x28",
        headers={"X-Twilio-Signature": "x"},
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 403


def test_reading_a_webhooks_address_is_not_possible(client, network):
    assert client.get("/tw/leg").status_code == 405
