"""The fake remembers what it was asked, refuses when told to, and tells what a network would."""

import pytest

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind
from leadtracker.telephony.fake import FakeTelephony
from leadtracker.telephony.interface import TelephonyRefused, TelephonyUnreachable

ASKED = {"call_id": 3, "leg_id": 4, "to": "+442079460101", "caller_id": "+442079460100"}


@pytest.fixture
def fake():
    return FakeTelephony()


def test_it_remembers_what_it_was_asked(fake):
    fake.ring_agent(**ASKED)

    assert fake.asked_for("ring_agent") == [ASKED]


def test_it_refuses_once_when_told_to(fake):
    fake.refuse_next("ring_lead", 21217)
    with pytest.raises(TelephonyRefused) as refusal:
        fake.ring_lead(**ASKED)

    assert refusal.value.code == "21217"
    assert fake.ring_lead(**ASKED).status is LegStatus.QUEUED


def test_it_loses_an_answer_when_told_to(fake):
    fake.lose_next("hang_up")
    with pytest.raises(TelephonyUnreachable):
        fake.hang_up("fake-1")


def test_its_events_move_the_leg_that_it_reports_on(fake):
    placed = fake.ring_agent(**ASKED)
    event = fake.leg_event(3, LegRole.AGENT, LegStatus.IN_PROGRESS)

    assert event.provider_id == placed.provider_id
    assert fake.fetch_leg(placed.provider_id).status is LegStatus.IN_PROGRESS
    assert fake.hang_up(placed.provider_id).status is LegStatus.COMPLETED


def test_a_ringing_leg_that_is_hung_up_is_canceled(fake):
    assert fake.hang_up(fake.ring_lead(**ASKED).provider_id).status is LegStatus.CANCELED


def test_a_leg_it_does_not_know_has_failed(fake):
    assert fake.fetch_leg("fake-99").status is LegStatus.FAILED


def test_each_room_event_is_another_one(fake):
    keys = {fake.room_event(3, RoomEventKind.JOINED, LegRole.AGENT).key for _ in range(3)}

    assert len(keys) == 3


def test_it_finds_the_legs_it_placed(fake):
    placed = fake.ring_lead(**ASKED)
    since = fake.legs[placed.provider_id].created_at
    found = fake.find_legs(to=ASKED["to"], caller_id=ASKED["caller_id"], since=since)

    assert [report.provider_id for report in found] == [placed.provider_id]


def test_forgetting_leaves_nothing(fake):
    fake.refuse_next("ring_lead", 21217)
    fake.ring_agent(**ASKED)
    fake.reset()

    assert fake.asked == []
    placed = fake.ring_lead(**ASKED).provider_id
    assert list(fake.legs) == [placed]
