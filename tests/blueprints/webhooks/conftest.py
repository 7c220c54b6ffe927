"""A call that is being dialled, and a provider that signs as Twilio does."""

import pytest

from leadtracker.domain.calls import LegRole
from tests.support import builders

ACCOUNT = "AC" + "1" * 32
TOKEN = "a token that only this test and the provider know"
BASE = "https://calls.example.test"


class Provider:
    """Sends webhooks as Twilio would: same fields, same signature, through a proxy."""

    def __init__(self, client, *, token: str = TOKEN, account: str = ACCOUNT):
        from twilio.request_validator import RequestValidator

        self._client = client
        self._account = account
        self._validator = RequestValidator(token)

    def post(self, path: str, *, signature: str | None = None, **fields):
        """Send it and wait for what happens after the answer, too."""
        form = {"AccountSid": self._account, "ApiVersion": "2010-04-01", **fields}
        if signature is None:
            signature = self._validator.compute_signature(BASE + path, form)
        headers = {"X-Twilio-Signature": signature} if signature else {}
        answer = self._client.post(path, data=form, headers=headers)
        answer.close()
        return answer

    def tell_leg(self, call, role: LegRole, status: str, sequence: int, **fields):
        return self.post(
            f"/tw/leg?call={call.id}&role={role}",
            CallSid=sid_of(call, role),
            CallStatus=status,
            SequenceNumber=str(sequence),
            **fields,
        )

    def tell_room(self, call, event: str, sequence: int, **fields):
        return self.post(
            f"/tw/room?call={call.id}",
            ConferenceSid="CF" + "2" * 32,
            StatusCallbackEvent=event,
            SequenceNumber=str(sequence),
            **fields,
        )


def sid_of(call, role: LegRole) -> str:
    """The provider's id of that leg; any id for one that has not been placed."""
    leg = call.leg(role)
    return leg.provider_id if leg and leg.provider_id else "CA" + "9" * 32


def make_network():
    """It is told things as Twilio, and asked for things as the fake: ``network.fake``."""
    from leadtracker.telephony.fake import FakeTelephony
    from leadtracker.telephony.twilio import TwilioTelephony

    network = TwilioTelephony(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        public_base_url=BASE,
        caller_id="+442079460100",
        api_base="http://127.0.0.1:1",
    )
    network.fake = FakeTelephony()
    for question in ("ring_agent", "ring_lead", "hang_up", "end_room", "announce", "fetch_leg"):
        setattr(network, question, getattr(network.fake, question))
    return network


@pytest.fixture
def network(app):
    """The application's telephone for this test."""
    before = app.extensions["telephony"]
    app.extensions["telephony"] = network = make_network()
    yield network
    app.extensions["telephony"] = before


@pytest.fixture
def provider(client, network):
    return Provider(client)


@pytest.fixture
def call(alice, network, db, clock):
    """Alice dials a lead in London on a Tuesday morning; her own telephone is asked to ring."""
    from leadtracker.services import calls

    lead = builders.make_lead(owner=alice)
    return calls.place_call(lead, lead.phones[0], by=alice, request_id="press-1", telephony=network)
