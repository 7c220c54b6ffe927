"""What one browser is sent, byte by byte."""

import itertools

import pytest

from leadtracker.live import frames
from leadtracker.live.stream import stream
from leadtracker.live.subscription import Heard, Subscription


@pytest.fixture
def subscription():
    return Subscription(session_id=1, topics=frozenset({"all"}), on_close=lambda _: None)


def offer(subscription, *ids):
    for event_id in ids:
        subscription.offer("all", Heard(event_id, frames.frame(event_id, "queue_changed", {})))


def test_a_frame_is_an_event_in_the_words_of_the_standard():
    assert frames.frame(7, "call_changed", {"call": 3}) == (
        b'id: 7\nevent: call_changed\ndata: {"call":3}\n\n'
    )


def test_what_was_missed_comes_first_and_nothing_twice(subscription):
    offer(subscription, 4, 5, 6)

    sent = stream(subscription, opening=[b"missed", b"opening"], after=5)

    assert list(itertools.islice(sent, 3)) == [
        b"missed",
        b"opening",
        frames.frame(6, "queue_changed", {}),
    ]


def test_a_quiet_stream_says_that_it_is_alive(subscription):
    sent = stream(subscription, opening=[], after=0, ping_seconds=0.01)

    assert list(itertools.islice(sent, 2)) == [frames.PING, frames.PING]


def test_a_stream_ends_by_itself_after_its_life(subscription):
    sent = stream(subscription, opening=[b"opening"], after=0, life_seconds=0.01)

    opening, *pings = sent

    assert opening == b"opening"
    assert set(pings) <= {frames.PING}


def test_an_ended_subscription_says_nothing_more_even_of_what_was_waiting(subscription):
    offer(subscription, 1)
    sent = stream(subscription, opening=[b"opening"], after=0)
    next(sent)

    subscription.end()

    assert list(sent) == []


def test_closing_tells_the_hub(subscription):
    told = []
    subscription = Subscription(session_id=1, topics=frozenset(), on_close=told.append)

    subscription.close()

    assert told == [subscription]
