from datetime import UTC, datetime, timedelta

import pytest

from leadtracker.domain.dial_gate import (
    Decision,
    DialQuestion,
    ReasonCode,
    decide,
    jurisdictions_for,
    refuse,
    rule_version,
)

NEW_YORK, CHICAGO, LONDON = "America/New_York", "America/Chicago", "Europe/London"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOON = at("2026-12-01 17:00")  # Tuesday noon in New York


def ask(**facts):
    question = {
        "e164": "+12125550142",
        "moment": NOON,
        "zones": (NEW_YORK,),
        "on_do_not_call": False,
        "real_carrier": False,
    }
    return decide(DialQuestion(**question | facts))


def codes(answer) -> list[ReasonCode]:
    return [reason.code for reason in answer.reasons]


def test_within_hours_a_call_is_allowed_and_the_answer_says_what_it_rests_on():
    answer = ask(jurisdictions=("US", "US-NY"))
    assert answer.decision is Decision.ALLOW
    assert answer.may_dial
    assert answer.reasons == ()
    assert answer.next_allowed_at is None
    assert answer.zones == (NEW_YORK,)
    assert [local.hour for local in answer.local_times] == [12]
    assert answer.jurisdictions == ("US", "US-NY")
    assert answer.rule_version == rule_version()
    assert answer.evidence()["local_times"] == {NEW_YORK: "2026-12-01T12:00:00-05:00"}


@pytest.mark.parametrize(
    ("moment", "decision", "next_allowed_at"),
    [
        ("2026-12-01 12:59", Decision.BLOCK, "2026-12-01 13:00"),
        ("2026-12-01 12:59:59.999999", Decision.BLOCK, "2026-12-01 13:00"),
        ("2026-12-01 13:00", Decision.ALLOW, None),
        ("2026-12-02 01:59:59", Decision.ALLOW, None),
        ("2026-12-02 02:00", Decision.BLOCK, "2026-12-02 13:00"),
        # The night before clocks go forward, and the night before they go back.
        ("2027-03-14 02:00", Decision.BLOCK, "2027-03-14 12:00"),
        ("2026-11-01 01:00", Decision.BLOCK, "2026-11-01 13:00"),
    ],
)
def test_windows_are_half_open_in_their_own_time(moment, decision, next_allowed_at):
    answer = ask(moment=at(moment))
    assert answer.decision is decision
    assert answer.next_allowed_at == (at(next_allowed_at) if next_allowed_at else None)
    if decision is Decision.BLOCK:
        assert codes(answer) == [ReasonCode.QUIET_HOURS]
        assert answer.headline.lifts_at == answer.next_allowed_at


@pytest.mark.parametrize(
    ("zone", "moment", "next_allowed_at"),
    [
        # Either side of the date line, an hour before each opens.
        ("Pacific/Auckland", "2026-11-19 18:00", "2026-11-19 19:00"),
        ("Pacific/Honolulu", "2026-11-19 17:00", "2026-11-19 18:00"),
        ("Pacific/Kiritimati", "2026-11-19 17:00", "2026-11-19 18:00"),
        ("Pacific/Pago_Pago", "2026-11-20 08:00", "2026-11-20 19:00"),
        ("Asia/Kathmandu", "2026-11-19 02:14", "2026-11-19 02:15"),
    ],
)
def test_the_first_open_minute_is_right_all_over_the_world(zone, moment, next_allowed_at):
    assert ask(moment=at(moment), zones=(zone,)).next_allowed_at == at(next_allowed_at)


def test_every_candidate_zone_must_be_open():
    early, late = at("2026-12-01 13:30"), at("2026-12-02 02:30")
    for moment in (early, late):
        answer = ask(moment=moment, zones=(CHICAGO, NEW_YORK))
        assert codes(answer) == [ReasonCode.QUIET_HOURS, ReasonCode.TIMEZONE_AMBIGUOUS]
        assert answer.next_allowed_at.hour == 14
    assert ask(moment=at("2026-12-01 14:00"), zones=(CHICAGO, NEW_YORK)).may_dial


def test_where_every_zone_is_closed_confirming_one_would_not_help():
    answer = ask(moment=at("2026-12-01 08:00"), zones=(CHICAGO, NEW_YORK))
    assert codes(answer) == [ReasonCode.QUIET_HOURS]


def test_zones_that_are_never_open_together_have_no_next_moment():
    answer = ask(zones=(LONDON, "Asia/Kolkata", "Pacific/Auckland"))
    assert answer.decision is Decision.BLOCK
    assert answer.next_allowed_at is None


def test_a_confirmed_zone_decides_alone():
    answer = ask(moment=at("2026-12-02 02:30"), zones=(CHICAGO, NEW_YORK), confirmed_zone=CHICAGO)
    assert answer.may_dial
    assert answer.zones == (CHICAGO,)
    assert ask(zones=(), confirmed_zone=NEW_YORK).may_dial


def test_an_unknown_zone_blocks_and_time_does_not_lift_it():
    answer = ask(e164="+18005550199", zones=())
    assert codes(answer) == [ReasonCode.TIMEZONE_UNKNOWN]
    assert answer.reasons[0].params == {"kind": "toll_free"}
    assert answer.next_allowed_at is None


def test_a_number_on_our_own_list_is_blocked_for_good():
    answer = ask(on_do_not_call=True, do_not_call_since=at("2026-05-12"), do_not_call_by="Ana")
    assert codes(answer) == [ReasonCode.INTERNAL_DNC]
    assert answer.headline.as_dict() == {
        "code": "INTERNAL_DNC",
        "severity": "block",
        "params": {"since": "2026-05-12T00:00:00+00:00", "by": "Ana"},
        "lifts_at": None,
    }


def test_every_reason_is_told_in_order_and_only_time_gives_a_next_moment():
    answer = ask(on_do_not_call=True, real_carrier=True, moment=at("2026-12-02 02:00"))
    assert codes(answer) == [
        ReasonCode.DEMO_NUMBER,
        ReasonCode.INTERNAL_DNC,
        ReasonCode.QUIET_HOURS,
    ]
    assert answer.next_allowed_at is None


@pytest.mark.parametrize("e164", [None, "", "+447700900123", "nonsense", "602 555 0142"])
def test_an_invalid_number_stops_everything_else(e164):
    assert codes(ask(e164=e164, on_do_not_call=True)) == [ReasonCode.NUMBER_INVALID]


@pytest.mark.parametrize(
    ("facts", "demo"),
    [
        ({"real_carrier": True}, True),
        ({"real_carrier": False}, False),
        ({"real_carrier": True, "e164": "+12125550242", "is_fictional": True}, True),
        ({"real_carrier": True, "is_fictional": False}, False),
    ],
)
def test_fictional_numbers_and_demo_leads_never_reach_a_real_carrier(facts, demo):
    assert (ReasonCode.DEMO_NUMBER in codes(ask(**facts))) is demo


def test_the_strict_side_is_taken_for_what_is_not_said():
    question = DialQuestion(e164="+12125550142", moment=NOON, zones=(), on_do_not_call=False)
    assert question.real_carrier
    assert question.is_fictional


@pytest.mark.parametrize(
    "facts",
    [
        {"zones": None},
        {"on_do_not_call": None},
        {"moment": datetime(2026, 12, 1, 12)},  # noqa: DTZ001 - a moment without a zone
        {"moment": None},
        {"zones": ("Mars/Olympus",)},
        {"zones": NEW_YORK},
        {"confirmed_zone": "Mars/Olympus"},
        {"guard_seconds": -1},
        {"guard_seconds": 100_000},
        {"jurisdictions": None},
    ],
)
def test_what_is_missing_or_goes_wrong_is_a_block(facts):
    answer = ask(**facts)
    assert answer.decision is Decision.BLOCK
    assert codes(answer) == [ReasonCode.GATE_FAILED]
    assert answer.next_allowed_at is None
    assert answer.evidence()


def test_even_a_question_that_is_none_is_a_block():
    assert codes(decide(None)) == [ReasonCode.GATE_FAILED]
    assert refuse(None).decision is Decision.BLOCK
    assert refuse(NOON, because="KeyError").headline.params == {
        "error": "KeyError",
        "moment": NOON.isoformat(),
    }


def test_the_guard_closes_early_and_opens_on_time():
    closing = at("2026-12-02 02:00")
    guarded = {"guard_seconds": 120}
    assert ask(moment=closing - timedelta(seconds=121), **guarded).may_dial
    answer = ask(moment=closing - timedelta(seconds=120), **guarded)
    assert codes(answer) == [ReasonCode.QUIET_HOURS]
    assert answer.next_allowed_at == at("2026-12-02 13:00")


@pytest.mark.parametrize(
    ("address", "e164", "expected"),
    [
        (("US", "Florida", ""), "+12125550142", ("US", "US-FL")),
        (("US", "", "33602"), None, ("US", "US-FL")),
        (("GB", "", ""), "+12125550142", ("GB", "US")),
        (("", "", ""), "+442079460123", ("GB",)),
        (("", "", ""), None, ()),
    ],
)
def test_jurisdictions_are_those_of_the_address_and_of_the_number(address, e164, expected):
    assert jurisdictions_for(*address, e164=e164) == expected
