"""The compliance contract's own cases, as far as they need no more than hours and our own list."""

import json
from datetime import UTC, datetime

import pytest

from leadtracker.domain.dial_gate import DialQuestion, decide, jurisdictions_for
from leadtracker.domain.zones import candidate_zones
from tests.support.real_data import real_data

#: The others need a table of their own state or country, a register, a consent or past attempts.
BY_DEFAULT_HOURS = (
    *("D01", "D02", "D03", "D04", "D06", "D07", "D08", "D09", "D10", "D11", "D13", "D14", "D15"),
    *("D16", "D17", "D18", "D26", "D33", "D38"),
)


@pytest.mark.parametrize("name", BY_DEFAULT_HOURS)
def test_a_case_of_the_contract_is_decided_as_it_says(name):
    document = json.loads(real_data("../compliance/vectors.json").read_text("utf-8"))
    case = next(case for case in document["vectors"] if case["id"] == name)
    expected = case["expected"]
    answer = decide(_question(case["input"]))
    assert answer.decision == expected["decision"]
    assert [reason.code for reason in answer.reasons] == expected["reasons"]
    assert answer.next_allowed_at == _instant(expected["next_allowed_utc"])


def _question(facts: dict) -> DialQuestion:
    address = facts["lead"].get("address", {})
    place = {key: address.get(key, "") for key in ("country", "region", "postal_code")}
    return DialQuestion(
        e164=facts["number"],
        moment=_instant(facts["at_utc"]),
        zones=candidate_zones(**place, e164=facts["number"]),
        confirmed_zone=facts["lead"].get("timezone_confirmed"),
        jurisdictions=jurisdictions_for(**place, e164=facts["number"]),
        on_do_not_call=facts.get("internal_dnc", False),
        real_carrier=False,
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
