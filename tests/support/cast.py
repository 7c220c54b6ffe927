"""The people of the floor, and the strangers whose rows must never show up."""

from dataclasses import dataclass

from leadtracker.db import db
from leadtracker.domain.policies import Role
from leadtracker.models import User
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_order,
    make_product,
    make_promotion,
    make_queue_item,
    make_team,
    make_user,
)


@dataclass(frozen=True)
class Cast:
    """The people of the floor; their fixtures say who is who."""

    alice: User
    bob: User
    mona: User
    charlie: User
    dora: User
    ada: User


def cast() -> Cast:
    north, south = make_team("North"), make_team("South")
    people = Cast(
        alice=make_user("Alice Ash", team_id=north.id),
        bob=make_user("Bob Birch", team_id=north.id),
        mona=make_user("Mona Maple", role=Role.TEAM_LEAD, team_id=north.id),
        charlie=make_user("Charlie Cedar", team_id=south.id),
        dora=make_user("Dora Dogwood", role=Role.DIRECTOR),
        ada=make_user("Ada Alder", role=Role.ADMINISTRATOR),
    )
    north.lead_id = people.mona.id
    db.session.flush()
    return people


def noise() -> None:
    """Another team's floor with one of everything."""
    stranger = make_user("Nobody Near", team_id=make_team("Elsewhere").id)
    leads = [make_lead(owner=stranger) for _ in range(3)]
    promotion = make_promotion(leads=leads, products=[make_product()])
    make_queue_item(leads[0], promotion=promotion)
    make_follow_up(leads[1], owner=stranger)
    make_call(leads[2], by=stranger, promotion_id=promotion.id)
    make_order(leads[2], by=stranger, promotion=promotion)
