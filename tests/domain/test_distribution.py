"""Leads are dealt fairly, and the same each time."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.distribution import Dealt, Rule, Trait, Work, deal, shares

ENGLISH, BOTH = frozenset({"en"}), frozenset({"en", "es"})


def works(count: int, **fields) -> list[Work]:
    return [Work(id=number, **fields) for number in range(1, count + 1)]


def heaps(dealt: dict[int, int]) -> dict[int, int]:
    return dict(Counter(dealt.values()))


@pytest.mark.parametrize(
    ("held", "count", "expected"),
    [
        ((0, 0, 0), 7, {1: 3, 2: 2, 3: 2}),
        ((0, 0, 0), 2, {1: 1, 2: 1}),
        ((5, 0, 0), 4, {2: 2, 3: 2}),
        ((5, 0, 2), 8, {2: 5, 3: 3}),
        ((9, 9, 9), 3, {1: 1, 2: 1, 3: 1}),
        ((0,), 4, {1: 4}),
    ],
)
def test_whoever_has_least_is_dealt_to_first(held, count, expected):
    people = [Dealt(id=number, held=one) for number, one in enumerate(held, start=1)]

    assert heaps(deal(works(count), people, Rule.ROUND_ROBIN)) == expected


def test_turns_are_taken_so_that_nobody_gets_all_the_good_ones():
    dealt = deal(works(4), [Dealt(id=1), Dealt(id=2)], Rule.ROUND_ROBIN)

    assert dealt == {1: 1, 2: 2, 3: 1, 4: 2}


def test_a_language_goes_to_those_who_speak_it_and_the_others_make_up_for_it():
    people = [Dealt(id=1, languages=ENGLISH), Dealt(id=2, languages=BOTH)]
    spanish = [Work(id=number, language="es") for number in range(100, 104)]

    dealt = deal([*works(6, language="en"), *spanish], people, Rule.LANGUAGE)

    assert {dealt[work.id] for work in spanish} == {2}
    assert heaps(dealt) == {1: 5, 2: 5}


def test_a_language_nobody_speaks_is_anybodys():
    people = [Dealt(id=1, languages=ENGLISH), Dealt(id=2, languages=BOTH)]

    assert heaps(deal(works(4, language="pl"), people, Rule.LANGUAGE)) == {1: 2, 2: 2}


def test_a_lead_of_no_known_language_is_anybodys():
    people = [Dealt(id=1), Dealt(id=2, languages=ENGLISH)]

    assert heaps(deal(works(4), people, Rule.LANGUAGE)) == {1: 2, 2: 2}


def test_by_region_everybody_gets_a_stretch_of_neighbours():
    places = [("US", "AZ"), ("GB", "Leeds"), ("US", "AZ"), ("GB", "Leeds")]
    leads = [Work(id=number, place=place) for number, place in enumerate(places, start=1)]

    dealt = deal(leads, [Dealt(id=1), Dealt(id=2)], Rule.REGION)

    assert dealt == {2: 1, 4: 1, 1: 2, 3: 2}


def test_by_owner_the_owner_comes_first_and_the_others_even_it_out():
    owned = [Work(id=number, owner_id=1) for number in (101, 102, 103)]

    dealt = deal([*works(3), *owned], [Dealt(id=1), Dealt(id=2)], Rule.OWNER)

    assert {dealt[work.id] for work in owned} == {1}
    assert heaps(dealt) == {1: 3, 2: 3}


def test_a_lead_whose_owner_is_away_is_anybodys():
    dealt = deal([Work(id=1, owner_id=99)], [Dealt(id=1), Dealt(id=2)], Rule.OWNER)

    assert dealt == {1: 1}


def test_nobody_to_deal_to_is_said():
    with pytest.raises(ValueError, match="nobody"):
        shares({Trait(): 3}, [])


people_lists = st.lists(
    st.tuples(st.integers(0, 30), st.frozensets(st.sampled_from(["en", "es", "fr"]))),
    min_size=1,
    max_size=6,
).map(
    lambda rows: [
        Dealt(id=number, held=held, languages=languages)
        for number, (held, languages) in enumerate(rows, start=1)
    ]
)
work_lists = st.lists(
    st.tuples(st.sampled_from(["", "en", "es", "fr", "pl"]), st.none() | st.integers(1, 8)),
    max_size=60,
).map(
    lambda rows: [
        Work(id=number, language=language, owner_id=owner_id, place=(language,))
        for number, (language, owner_id) in enumerate(rows, start=1)
    ]
)
rules = st.sampled_from([rule for rule in Rule if rule is not Rule.SHARED])


@given(work_lists, people_lists, rules)
def test_every_lead_is_dealt_once_and_twice_the_same(leads, people, rule):
    dealt = deal(leads, people, rule)

    assert dealt.keys() == {work.id for work in leads}
    assert set(dealt.values()) <= {one.id for one in people}
    assert deal(leads, people, rule) == dealt


@given(work_lists, people_lists)
def test_nobody_is_dealt_what_they_do_not_speak_unless_nobody_does(leads, people):
    speaks = {one.id: one.languages for one in people}

    for lead_id, one in deal(leads, people, Rule.LANGUAGE).items():
        language = leads[lead_id - 1].language
        spoken = any(language in languages for languages in speaks.values())
        assert language == "" or not spoken or language in speaks[one]


@given(st.integers(0, 200), st.integers(1, 9), st.sampled_from([Rule.ROUND_ROBIN, Rule.REGION]))
def test_heaps_of_equals_differ_by_one_at_most(count, number, rule):
    people = [Dealt(id=one) for one in range(1, number + 1)]
    dealt = Counter(deal(works(count), people, rule).values())

    sizes = [dealt[one.id] for one in people]
    assert max(sizes) - min(sizes) <= 1


@given(work_lists, people_lists, rules)
def test_among_equals_the_dealt_heaps_differ_by_one_at_most(leads, people, rule):
    """Equals hold as much and speak the same; what is their own is not shared out."""
    free = [Work(id=work.id, language=work.language) for work in leads]
    dealt = Counter(deal(free, people, rule).values())

    for one in people:
        for other in people:
            if (one.held, one.languages) == (other.held, other.languages):
                assert abs(dealt[one.id] - dealt[other.id]) <= 1


@given(st.integers(0, 300), people_lists)
def test_the_preview_says_what_dealing_does(count, people):
    dealt = Counter(deal(works(count), people, Rule.ROUND_ROBIN).values())
    told = shares({Trait(): count}, people)[Trait()]

    assert {one: number for one, number in told.items() if number} == dict(dealt)
