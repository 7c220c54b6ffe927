"""The names and addresses that Twilio is given. All of them carry our id of the call."""

from dataclasses import dataclass
from urllib.parse import urlencode

#: Three retries where the default is one, also when we answer 5xx or not in time. Twilio reads
#: the fragment and leaves it out of what it requests and signs:
#: twilio.com/docs/usage/webhooks/webhooks-connection-overrides
RETRIES = "rc=3&rp=5xx,ct,rt&rt=4000&tt=15000"


@dataclass(frozen=True)
class Addresses:
    """Addresses of our webhooks as the provider reaches them."""

    base: str

    def of(self, hook: str, **query: str | int) -> str:
        """Where Twilio asks what to do next."""
        return f"{self.base}/tw/{hook}?{urlencode(query)}"

    def of_events(self, hook: str, **query: str | int) -> str:
        """Where Twilio tells what happened, trying harder than it does unasked."""
        return f"{self.of(hook, **query)}#{RETRIES}"


def room_name(call_id: int) -> str:
    """The name of a call's room. Twilio keeps such names: no person may be told by them."""
    return f"att-{call_id}"
