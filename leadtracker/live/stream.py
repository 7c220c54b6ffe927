"""The body of one event stream."""

import time
from collections.abc import Iterator

from leadtracker.live import frames
from leadtracker.live.subscription import Subscription

#: A quiet stream says this often that it is alive.
PING_SECONDS = 15

#: A stream ends after this long and the browser opens the next: whatever went wrong unnoticed, on
#: the way or in between, goes wrong no longer than that.
LIFE_SECONDS = 600


def stream(
    subscription: Subscription,
    *,
    opening: list[bytes],
    after: int,
    ping_seconds: float = PING_SECONDS,
    life_seconds: float = LIFE_SECONDS,
) -> Iterator[bytes]:
    """``opening``, then every event past ``after`` as it comes, with pings in between.

    Uses nothing of the request: its context and its database session are gone by now.
    """
    yield from opening
    end = time.monotonic() + life_seconds
    while not subscription.has_ended and (left := end - time.monotonic()) > 0:
        heard = subscription.next(min(ping_seconds, left))
        if heard is not None and heard.id > after:
            yield heard.frame
        elif heard is None and not subscription.has_ended:
            yield frames.PING
