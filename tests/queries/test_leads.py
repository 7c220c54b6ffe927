import pytest

from leadtracker.db import db as database
from leadtracker.domain import clock as clocks
from leadtracker.domain.policies import Role
from leadtracker.models import Phone, Team
from leadtracker.models.lead import Stage
from leadtracker.models.promotion import PromotionState
from leadtracker.queries import leads as find
from leadtracker.queries.leads import LeadFilter
from tests.support.builders import (
    make_call,
    make_follow_up,
    make_lead,
    make_list,
    make_promotion,
    make_queue_item,
    make_team,
    make_user,
)


def seen(reader) -> set[str]:
    return {lead.company for lead in database.session.scalars(find.leads_visible_to(reader))}


def matching(reader, **filters) -> set[str]:
    stmt = find.leads_matching(LeadFilter(**filters), reader=reader)
    return {lead.company for lead in database.session.scalars(stmt)}


@pytest.fixture
def leads(cast):
    """One lead of each sort: Alice's, Bob's, Charlie's, nobody's."""
    return {
        "alice": make_lead("Of Alice", owner=cast.alice),
        "bob": make_lead("Of Bob", owner=cast.bob),
        "charlie": make_lead("Of Charlie", owner=cast.charlie),
        "pool": make_lead("Of nobody"),
    }


def test_a_coordinator_sees_their_team_and_the_pool(leads, alice):
    assert seen(alice) == {"Of Alice", "Of Bob", "Of nobody"}


def test_a_coordinator_keeps_what_they_own_when_it_lies_with_another_team(leads, alice, charlie):
    leads["alice"].team_id = charlie.team_id
    database.session.flush()

    assert "Of Alice" in seen(alice)


def test_whoever_owes_a_promise_sees_its_lead_wherever_it_lies(leads, alice, bob, clock):
    promise = make_follow_up(leads["charlie"], owner=alice)
    assert "Of Charlie" in seen(alice)
    assert "Of Charlie" not in seen(bob)

    promise.close(at=clocks.now(), by_id=alice.id, reason="")
    database.session.flush()
    assert "Of Charlie" not in seen(alice)


def test_whoever_has_a_lead_on_their_desk_sees_it(leads, alice, clock):
    item = make_queue_item(leads["charlie"])
    assert "Of Charlie" not in seen(alice)

    item.claim(by_id=alice.id, at=clocks.now(), lease_until=clocks.now())
    database.session.flush()

    assert "Of Charlie" in seen(alice)


def test_whoever_owes_an_outcome_sees_its_lead(leads, alice, clock):
    call = make_call(leads["charlie"], by=alice)
    call.wrapped_up_at = None
    database.session.flush()
    assert "Of Charlie" in seen(alice)

    call.wrapped_up_at = clocks.now()
    database.session.flush()
    assert "Of Charlie" not in seen(alice)


def test_a_team_lead_sees_every_team_they_lead(leads, mona, charlie):
    assert seen(mona) == {"Of Alice", "Of Bob", "Of nobody"}

    database.session.get(Team, charlie.team_id).lead_id = mona.id
    database.session.flush()
    assert "Of Charlie" in seen(mona)


def test_director_and_administrator_see_all(leads, noise, dora, ada):
    assert seen(dora) == seen(ada)
    assert {"Of Alice", "Of Charlie", "Of nobody"} < seen(ada)


def test_somebody_without_a_team_sees_the_pool(leads):
    assert seen(make_user("New Person")) == {"Of nobody"}


def test_another_teams_lead_cannot_be_looked_up(leads, alice, dora):
    charlies = leads["charlie"].id

    assert find.find_lead(charlies, reader=alice) is None
    assert find.find_lead(charlies, reader=dora).company == "Of Charlie"


def test_the_filter_narrows_by_owner_and_team(leads, alice, dora):
    assert matching(alice, owner="me") == {"Of Alice"}
    assert matching(dora, owner="none") == {"Of nobody"}
    assert matching(dora, owner=str(alice.id)) == {"Of Alice"}
    assert matching(dora, team="none") == {"Of nobody"}
    assert matching(dora, team=str(alice.team_id)) == {"Of Alice", "Of Bob"}


def test_the_filter_narrows_by_stage_and_phone(leads, dora):
    leads["bob"].stage = Stage.CUSTOMER
    silent = make_lead("Silent", phone="")
    silent.phones.append(Phone(original="ask Ana"))
    database.session.flush()

    assert matching(dora, stage=Stage.CUSTOMER) == {"Of Bob"}
    assert matching(dora, has_phone=False) == {"Silent"}
    assert "Silent" not in matching(dora, has_phone=True)


def test_the_filter_narrows_by_list_and_promotion(leads, dora):
    listed = make_list(leads=[leads["alice"]])
    live = make_promotion(leads=[leads["bob"]])
    make_promotion(leads=[leads["charlie"]], state=PromotionState.DRAFT)

    assert matching(dora, list_id=listed.id) == {"Of Alice"}
    assert matching(dora, promotion="live") == {"Of Bob"}
    assert matching(dora, promotion=str(live.id)) == {"Of Bob"}


def test_a_filter_never_shows_what_may_not_be_seen(leads, alice, charlie):
    assert matching(alice, owner=str(charlie.id)) == set()
    assert matching(alice, q="Of Charlie") == set()


def test_counting_stops_where_nobody_reads_on(leads, dora):
    stmt = find.leads_matching(LeadFilter(), reader=dora)

    assert find.count_leads(stmt) == 4
    assert find.count_leads(find.leads_matching(LeadFilter(q="nobody"), reader=dora)) == 1


def test_what_narrows_is_told_from_what_only_sorts():
    assert not LeadFilter(sort=find.Sort.COMPANY, page=3).narrows
    assert LeadFilter(q="a").narrows


def test_the_people_and_teams_to_filter_by_are_those_one_sees(cast):
    elsewhere = make_team("Elsewhere")
    make_user("Far Away", role=Role.COORDINATOR, team_id=elsewhere.id)

    assert [team.name for team in find.teams_seen_by(cast.alice)] == ["North"]
    assert {user.name for user in find.owners_seen_by(cast.alice)} == {
        "Alice Ash",
        "Bob Birch",
        "Mona Maple",
    }
    assert "Far Away" in {user.name for user in find.owners_seen_by(cast.dora)}


def test_the_live_promotions_of_leads_are_told_in_one_query(leads, dora, count_queries):
    make_promotion("Spring", leads=[leads["bob"], leads["pool"]])

    with count_queries() as queries:
        found = find.live_promotions_for(list(leads.values()))

    assert found == {leads["bob"].id: ["Spring"], leads["pool"].id: ["Spring"]}
    assert len(queries) == 1
