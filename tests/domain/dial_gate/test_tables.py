from datetime import time

import pytest

from leadtracker.domain.dial_gate import Decision, ReasonCode, rule_version
from leadtracker.domain.dial_gate.tables import InvalidTable, Window, read_tables, tables_for


def document(**facts) -> dict:
    table = {"hours": {"all": ["08:00-21:00"]}, "source": ["a test"], "confidence": "low"}
    return {"schema_version": 1, "jurisdictions": {"XX": table | facts}}


def test_the_default_is_eight_to_nine_on_every_day():
    (table,) = tables_for(())
    assert table.windows == ((Window(time(8), time(21)),),) * 7
    assert table.severity_of(ReasonCode.QUIET_HOURS) is Decision.BLOCK


def test_a_place_without_a_table_has_the_default_once():
    assert tables_for(("US", "US-FL", "GB")) == tables_for(())


def test_days_may_differ():
    hours = {"mon-sat": ["09:00-21:00"], "sun": ["12:00-21:00"]}
    table = read_tables(document(hours=hours), "x")["XX"]
    assert [day[0].start.hour for day in table.windows] == [9] * 6 + [12]


def test_a_day_that_is_not_named_is_closed():
    table = read_tables(document(hours={"mon-fri": ["14:00-20:00", "10:00-13:00"]}), "x")["XX"]
    assert table.windows[5] == table.windows[6] == ()
    assert [window.start.hour for window in table.windows[0]] == [10, 14]


def test_a_house_rule_may_warn():
    table = read_tables(document(severity={"QUIET_HOURS": "warn"}), "x")["XX"]
    assert table.severity_of(ReasonCode.QUIET_HOURS) is Decision.WARN


@pytest.mark.parametrize(
    "facts",
    [
        {"hours": {"all": ["8-21"]}},
        {"hours": {"all": ["21:00-08:00"]}},
        {"hours": {"all": ["08:00-25:00"]}},
        {"hours": {"someday": ["08:00-21:00"]}},
        {"severity": {"QUIET_HOURS": "shrug"}},
        {"severity": {"NO_SUCH_REASON": "warn"}},
        {"source": []},
        {"confidence": "sure"},
        {"colour": "red"},
    ],
)
def test_a_table_that_is_not_understood_is_refused(facts):
    with pytest.raises(InvalidTable):
        read_tables(document(**facts), "x")


def test_a_document_of_another_schema_is_refused():
    with pytest.raises(InvalidTable):
        read_tables(document() | {"schema_version": 2}, "x")
    with pytest.raises(InvalidTable):
        read_tables(document() | {"extra": 1}, "x")


def test_the_rules_are_known_by_their_hash():
    assert len(rule_version()) == 16
    assert int(rule_version(), 16)
