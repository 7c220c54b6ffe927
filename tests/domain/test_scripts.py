import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.scripts import (
    FIELDS,
    LineProblem,
    ScriptProblem,
    Segment,
    problems,
    render_line,
)


def said(line: str, facts: dict[str, str]) -> str:
    return "".join(segment.text for segment in render_line(line, facts))


def test_a_fact_is_put_in_and_set_off():
    assert render_line("Hello {contact_name|there}, …", {"contact_name": "Ana"}) == [
        Segment("Hello "),
        Segment("Ana", is_field=True),
        Segment(", …"),
    ]


@pytest.mark.parametrize("facts", [{}, {"contact_name": ""}, {"contact_name": "  "}])
def test_an_empty_fact_gives_way_to_its_fallback(facts):
    assert said("Hello {contact_name|there}.", facts) == "Hello there."


def test_a_fact_is_never_read_as_a_field_itself():
    assert said("For {company|you}", {"company": "{city|x}"}) == "For {city|x}"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Hello {contact_name|there}.", []),
        ("", [LineProblem(ScriptProblem.EMPTY)]),
        ("Hello {contact_name}.", [LineProblem(ScriptProblem.FALLBACK_MISSING, "contact_name")]),
        ("Hello {contact_name| }.", [LineProblem(ScriptProblem.FALLBACK_MISSING, "contact_name")]),
        ("In {town|town}", [LineProblem(ScriptProblem.UNKNOWN_FIELD, "town")]),
        ("Hello {contact_name|there", [LineProblem(ScriptProblem.STRAY_BRACE, "{")]),
        ("word " * 46, [LineProblem(ScriptProblem.TOO_LONG, "46")]),
    ],
)
def test_a_line_says_what_keeps_it_from_being_published(line, found):
    assert problems(line) == found


@given(st.text(), st.dictionaries(st.sampled_from(FIELDS), st.text()))
def test_a_line_without_problems_never_shows_a_brace_of_its_own(line, facts):
    if not problems(line):
        texts = [s.text for s in render_line(line, facts) if not s.is_field]
        assert not any("{" in text or "}" in text for text in texts)
