"""Leads are dealt into people's own queues, by their team's rule."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from leadtracker.db import db
from leadtracker.domain import clock as house_clock
from leadtracker.domain.distribution import Rule
from leadtracker.domain.presence import Presence
from leadtracker.models import PresenceSpan, QueueItem
from leadtracker.services import assignments, users
from leadtracker.services.distributions import deal_again, keep_dealt, preview
from tests.support.builders import (
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
    make_user,
)


@pytest.fixture
def team(clock, alice):
    return alice.team


@pytest.fixture
def pile(team):
    """``pile(4)`` puts so many leads of a promotion into the team's pool."""
    promotion = make_promotion(leads=[], products=[make_product()])

    def add(count: int, **fields) -> list[QueueItem]:
        leads = [make_lead(team_id=team.id, **fields) for _ in range(count)]
        made = [make_queue_item(lead, promotion=promotion, team_id=team.id) for lead in leads]
        db.session.commit()
        return made

    return add


def pools() -> Counter:
    return Counter(db.session.scalars(select(QueueItem.pool)))


def deal_all(limit: int = 2000) -> None:
    while keep_dealt(limit=limit):
        pass


def test_a_shared_heap_stays_shared(pile, team):
    pile(4)

    assert keep_dealt() == 0
    assert pools() == {f"team:{team.id}": 4}


def test_in_turn_everybody_gets_as_many(pile, team, alice, bob):
    pile(5)
    team.distribution = Rule.ROUND_ROBIN

    deal_all(limit=2)

    assert pools() == {f"user:{alice.id}": 3, f"user:{bob.id}": 2}


def test_a_language_goes_to_who_speaks_it(pile, team, alice, bob):
    alice.languages, bob.languages = ["en"], ["en", "es"]
    spanish = pile(3, language="es")
    pile(3, language="en")
    team.distribution = Rule.LANGUAGE

    deal_all()

    db.session.expire_all()
    assert {item.owner_id for item in spanish} == {bob.id}
    assert pools() == {f"user:{alice.id}": 3, f"user:{bob.id}": 3}


def test_by_owner_what_is_somebodys_is_theirs(pile, team, alice, bob):
    owned = pile(2, owner_id=bob.id)
    team.distribution = Rule.OWNER

    deal_all()

    db.session.expire_all()
    assert {item.owner_id for item in owned} == {bob.id}


def test_whoever_is_away_today_gets_none_while_a_colleague_is_here(pile, team, alice, bob):
    db.session.add(PresenceSpan(user_id=bob.id, state=Presence.DESK))
    pile(3)
    team.distribution = Rule.ROUND_ROBIN

    deal_all()

    assert pools() == {f"user:{bob.id}": 3}


def test_before_anybody_has_come_nobody_is_away(pile, team, alice, bob):
    long_ago = house_clock.now() - timedelta(hours=15)
    db.session.add(
        PresenceSpan(user_id=bob.id, state=Presence.DESK, started_at=long_ago, ended_at=long_ago)
    )
    pile(2)
    team.distribution = Rule.ROUND_ROBIN

    deal_all()

    assert pools() == {f"user:{alice.id}": 1, f"user:{bob.id}": 1}


def test_what_nobody_has_called_goes_to_the_others_when_somebody_leaves(
    pile, team, alice, bob, ada
):
    pile(4)
    team.distribution = Rule.ROUND_ROBIN
    deal_all()

    users.deactivate_user(bob, by=ada)
    deal_all()

    assert pools() == {f"user:{alice.id}": 4}


def test_and_when_somebody_changes_teams(pile, team, alice, bob, charlie, ada):
    pile(4)
    team.distribution = Rule.ROUND_ROBIN
    deal_all()

    names = ("email", "name", "role", "phone", "time_zone", "locale")
    known = {name: getattr(bob, name) for name in names}
    users.update_user(bob, users.Details(**known, team_id=charlie.team_id), by=ada)
    deal_all()

    assert pools() == {f"user:{alice.id}": 4}


def test_what_was_called_or_handed_over_stays_with_whoever_has_it(pile, team, alice, bob, mona):
    items = pile(4)
    team.distribution = Rule.ROUND_ROBIN
    deal_all()
    db.session.expire_all()
    called = next(item for item in items if item.owner_id == alice.id)
    called.attempts = 1
    handed = next(item for item in items if item.owner_id == alice.id and item is not called)
    assignments.assign_items([handed], to=bob, by=mona)

    team.distribution = Rule.SHARED
    db.session.commit()
    deal_all()

    assert pools() == {f"user:{alice.id}": 1, f"user:{bob.id}": 1, f"team:{team.id}": 2}


def test_dealing_again_does_what_its_preview_says(pile, team, alice, bob):
    pile(6)
    team.distribution = Rule.ROUND_ROBIN
    deal_all()
    eve = make_user("Eve Elm", team_id=team.id)
    db.session.commit()

    told = preview(team)
    deal_again(team, by=alice)

    assert told == {alice.id: (3, 2), bob.id: (3, 2), eve.id: (0, 2)}
    assert pools() == {f"user:{one}": then for one, (_now, then) in told.items()}


def test_a_shared_heap_has_nothing_to_preview(pile, team):
    pile(2)

    assert preview(team) == {}


def test_a_batch_is_as_many_queries_whatever_the_heap(pile, team, alice, bob, count_queries):
    team.distribution = Rule.ROUND_ROBIN
    pile(4)
    with count_queries() as few:
        keep_dealt()
    pile(40)
    with count_queries() as many:
        keep_dealt()

    assert len(many) == len(few)
