"""A coordinator with a lead on the desk, and a way through a whole call."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from leadtracker.domain.calls import LegRole, LegStatus, RoomEventKind, WhoEnded
from leadtracker.models import Call, Lead, QueueItem, User
from leadtracker.services import calls, queue
from leadtracker.telephony.fake import FakeTelephony
from tests.support import builders


@dataclass
class Line:
    """One coordinator dialling one lead through the fake."""

    user: User
    lead: Lead
    item: QueueItem
    telephony: FakeTelephony
    call: Call | None = None

    def dial(self, request_id: str | None = None) -> Call:
        self.call = calls.place_call(
            self.lead,
            self.lead.phones[0],
            by=self.user,
            request_id=request_id or str(uuid4()),
            telephony=self.telephony,
            item=self.item,
        )
        return self.call

    def coordinator_answers(self) -> None:
        self.hear(LegRole.AGENT, LegStatus.IN_PROGRESS)
        self.in_room(RoomEventKind.JOINED, LegRole.AGENT)
        calls.ring_lead(self.call.id, telephony=self.telephony)

    def lead_answers(self) -> None:
        self.hear(LegRole.LEAD, LegStatus.IN_PROGRESS)
        self.in_room(RoomEventKind.JOINED, LegRole.LEAD)

    def lead_hangs_up(self) -> None:
        self.in_room(RoomEventKind.LEFT, LegRole.LEAD, who_ended=WhoEnded.LEAD)

    def hear(self, role: LegRole, status: LegStatus, **facts) -> None:
        calls.hear_leg(self.telephony.leg_event(self.call.id, role, status, **facts))

    def in_room(self, kind: RoomEventKind, role: LegRole, **facts) -> None:
        calls.hear_room(self.telephony.room_event(self.call.id, kind, role, **facts))

    def talk(self) -> Call:
        """Dial, be answered, and be hung up on."""
        self.dial()
        self.coordinator_answers()
        self.lead_answers()
        self.lead_hangs_up()
        return self.call


@pytest.fixture
def line(clock, db, alice, telephony) -> Line:
    lead = builders.make_lead("Castle Tyres", owner=alice)
    promotion = builders.make_promotion(leads=[lead], products=[builders.make_product()])
    item = builders.make_queue_item(lead, promotion=promotion, team_id=alice.team_id)
    db.session.commit()
    queue.open_item(item, by=alice)
    return Line(alice, lead, item, telephony)
