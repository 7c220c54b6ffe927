"""How a promotion stands, from its sales and its leads, at one moment."""

from datetime import UTC, date, datetime

import pytest

from leadtracker.domain import clock
from leadtracker.domain.floor_time import Moment
from leadtracker.domain.pace import Verdict
from leadtracker.models import Promotion, User
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.board import Sales, Supply
from leadtracker.serializers.pace import Standing, shares, supply_since

LONDON = clock.zone("Europe/London")

#: Thursday 19 November 2026: eight working days before it since Monday the 9th, seven after it.
MORNING = datetime(2026, 11, 19, 9, tzinfo=UTC)
EVENING = datetime(2026, 11, 19, 21, 14, tzinfo=UTC)


def standing(
    *, sold=None, at=EVENING, state=PromotionState.LIVE, target=150, **changes
) -> Standing:
    terms = {
        "id": 1,
        "name": "Spring Alloy",
        "starts_on": date(2026, 11, 9),
        "deadline_on": date(2026, 11, 30),
        "target_orders": target,
        "state": state,
        "teams": [],
    }
    sales = Sales(sold or {}, 0)
    return Standing(Promotion(**terms), Moment(at, LONDON), sales, **changes)


def ten_a_day(until=19) -> dict[date, int]:
    days = [day for day in range(9, until + 1) if date(2026, 11, day).weekday() < 5]
    return {date(2026, 11, day): 10 for day in days}


def test_today_counts_as_far_as_it_is_still_to_come():
    assert standing(at=MORNING).days_left == 8
    assert standing(at=EVENING).days_left == 7
    assert standing(at=MORNING).whole_days_left == 8
    noon = datetime(2026, 11, 19, 13, 15, tzinfo=UTC)
    assert standing(at=noon).days_left == 7.5
    assert standing(at=noon).whole_days_left == 8


def test_what_each_day_must_bring_and_what_it_brings():
    one = standing(sold=ten_a_day(), target=160)

    assert one.sold == 90
    assert one.needed == 10.0
    assert one.run_rate == 10.0
    assert one.plan == 90.0
    assert one.gap == 0


def test_a_day_that_is_not_over_does_not_spoil_the_run_rate():
    sold = ten_a_day(until=18) | {date(2026, 11, 19): 1}

    assert standing(sold=sold, at=MORNING).run_rate == 10.0
    assert standing(sold=sold, at=MORNING).sold == 81


def test_the_forecast_waits_for_five_whole_days():
    early = datetime(2026, 11, 13, 12, tzinfo=UTC)
    late = datetime(2026, 11, 13, 18, tzinfo=UTC)

    assert standing(sold=ten_a_day(until=13), at=early).forecast is None
    assert standing(sold=ten_a_day(until=13), at=late).forecast is not None
    assert standing(at=early).forecast_from == date(2026, 11, 16)


def test_days_before_the_launch_are_not_counted_as_days_without_orders():
    one = standing(sold=ten_a_day(), at=EVENING)
    one.promotion.launched_at = datetime(2026, 11, 17, 8, tzinfo=UTC)

    assert len(one.daily) == 3


@pytest.mark.parametrize(
    ("target", "verdict", "tone"),
    [(150, Verdict.ON_PACE, "ok"), (160, Verdict.TIGHT, "warn"), (200, Verdict.BEHIND, "bad")],
)
def test_the_verdict_follows_the_odds(target, verdict, tone):
    one = standing(sold=ten_a_day(), target=target)

    assert (one.verdict, one.tone) == (verdict, tone)


def test_the_list_runs_out_when_its_days_are_fewer_than_the_promotions():
    one = standing(sold=ten_a_day(), supply=Supply(total=400, open=60), finished=100)

    assert one.days_of_leads == 3.0
    assert one.leads_run_out
    assert not standing(sold=ten_a_day(), supply=Supply(400, 300), finished=100).leads_run_out


def test_without_a_settled_lead_nothing_is_said_about_the_list():
    assert standing(sold=ten_a_day(), supply=Supply(400, 300)).days_of_leads is None


def test_while_it_rests_its_leads_are_those_held():
    paused = standing(state=PromotionState.PAUSED, supply=Supply(total=10, open=0, held=7))

    assert paused.leads_left == 7


def test_a_promotion_past_its_deadline_says_so():
    after = datetime(2026, 12, 2, 10, tzinfo=UTC)

    one = standing(sold=ten_a_day(), at=after)

    assert one.is_over
    assert one.needed is None
    assert not standing(at=EVENING).is_over


def test_a_promotion_that_starts_later_has_all_its_days():
    before = datetime(2026, 11, 2, 10, tzinfo=UTC)

    one = standing(at=before)

    assert one.days_left == 16
    assert one.plan == 0.0
    assert one.daily == []


def test_leads_are_counted_over_the_latest_five_working_days():
    assert supply_since(Moment(EVENING, LONDON)) == date(2026, 11, 13)
    assert supply_since(Moment(MORNING, LONDON)) == date(2026, 11, 12)


def test_each_caller_is_due_an_equal_share_of_every_plan():
    ann, ben = User(id=1, name="Ann"), User(id=2, name="Ben")
    both = standing(sold=ten_a_day(), target=160, people=[ann, ben])
    alone = standing(sold=ten_a_day(), target=80, people=[ann])
    alone.promotion.id = 2

    found = shares([both, alone], {(1, 1): 40, (1, 2): 50, (2, 1): 30})

    assert [(share.person.name, share.orders, share.due, share.gap) for share in found] == [
        ("Ann", 70, 90.0, -20),
        ("Ben", 50, 45.0, 5),
    ]
    assert [share.tone for share in found] == ["bad", "ok"]
