"""What becomes of requests that never reach the provider."""

import pytest

from leadtracker.telephony.interface import TelephonyRefused
from leadtracker.telephony.twilio import TwilioTelephony
from tests.support.ports import find_free_port


def test_a_network_that_refuses_connections_has_rung_nobody_and_says_so():
    telephony = TwilioTelephony(
        account_sid="AC" + "0" * 32,
        auth_token="a token",
        public_base_url="http://localhost",
        caller_id="+442079460100",
        api_base=f"http://127.0.0.1:{find_free_port()}",
    )

    with pytest.raises(TelephonyRefused) as refused:
        telephony.ring_agent(call_id=1, leg_id=1, to="+442079460101", caller_id="+442079460100")

    assert "Nobody was rung" in refused.value.message
