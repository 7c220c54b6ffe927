"""Whom a promotion would call, and who is left out for which reason."""

from leadtracker.queries.audiences import audience_of
from leadtracker.serializers.audience import audience_for
from leadtracker.services.do_not_call import block_number
from tests.support import builders


def test_the_parts_of_a_list_add_up_to_the_list(alice, charlie, dora, noise):
    blocked = builders.make_lead(phone="+44 20 7946 0777")
    block_number("+442079460777", reason="asked", by=dora)
    leads = [
        builders.make_lead(owner=alice),
        builders.make_lead(),
        builders.make_lead(owner=charlie),
        builders.make_lead(phone=""),
        builders.make_lead(time_zone=""),
        blocked,
    ]
    chosen = builders.make_list(leads=leads)

    audience = audience_of(chosen.id, [alice.team_id])

    assert audience.callable == 2
    assert audience.without_number == 1
    assert audience.do_not_call == 1
    assert audience.other_team == 1
    assert audience.unknown_zone == 1
    assert audience.total == len(leads)


def test_a_promotion_without_teams_calls_everybodys_leads(alice, charlie):
    chosen = builders.make_list(leads=[builders.make_lead(owner=one) for one in (alice, charlie)])

    assert audience_of(chosen.id, []).callable == 2


def test_it_takes_one_query_whatever_the_list(alice, count_queries):
    chosen = builders.make_list(leads=[builders.make_lead(owner=alice) for _ in range(20)])

    with count_queries() as queries:
        audience_of(chosen.id, [alice.team_id])

    assert len(queries) == 1


def test_those_asleep_wait_and_the_first_opening_is_told(clock, db):
    chosen = builders.make_list(
        leads=[
            builders.make_lead(),
            builders.make_lead(country="US", time_zone="America/Phoenix"),
            builders.make_lead(country="US", time_zone="America/New_York"),
        ]
    )

    view = audience_for(chosen.id, [])

    assert (view.now, view.waiting, view.left_out) == (1, 2, 0)
    assert view.opens_at.isoformat() == "2026-03-10T12:00:00+00:00"  # 8 am in New York


def test_no_list_has_no_audience(db):
    assert audience_for(None, []) is None
