"""A floor: Alice has a lead on her desk, Bob owes an outcome and has a late callback."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from leadtracker.domain import clock as house_clock
from leadtracker.domain.presence import Presence
from leadtracker.domain.queue import QueueState
from leadtracker.models import PresenceSpan
from leadtracker.services import queue
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
)


@pytest.fixture
def floor(clock, db, alice, bob, telephony):
    for user in (alice, bob):
        db.session.add(PresenceSpan(user_id=user.id, state=Presence.DESK))
    leads = [
        make_lead(name, team_id=alice.team_id)
        for name in ("Castle Tyres", "Abbey Motors", "Moorland Rims")
    ]
    promotion = make_promotion("Spring Alloy", leads=leads, products=[make_product()])
    item = make_queue_item(leads[0], promotion=promotion, team_id=alice.team_id)
    db.session.commit()
    queue.claim_next(alice)
    late = make_follow_up(
        leads[1], owner=bob, due_at=house_clock.now() - timedelta(minutes=41)
    ).queue_item
    late.state = QueueState.READY
    call = make_call(leads[2], by=bob, ended_at=house_clock.now() - timedelta(minutes=3))
    db.session.commit()
    return SimpleNamespace(item=item, late=late, call=call, promotion=promotion)


@pytest.fixture
def browser(sign_in, mona):
    return sign_in(mona)
