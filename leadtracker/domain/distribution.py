"""Dealing leads to people: fair, and the same each time it is worked out from the same facts.

Everybody has so many leads already. Whoever has least is dealt to first, so that among people who
can take the same leads the heaps differ by one at most. Leads that few can take are dealt before
those that anybody can: the others make up for it. A lead that nobody speaks the language of, or
whose owner is not there, is anybody's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Rule(StrEnum):
    """How a team's promotion leads come to its people.

    ``shared``: they do not; everybody draws from one heap.
    """

    SHARED = "shared"
    ROUND_ROBIN = "round_robin"
    LANGUAGE = "language"
    REGION = "region"
    OWNER = "owner"


@dataclass(frozen=True)
class Dealt:
    """Somebody to deal to: what they speak, and how many leads lie before them already."""

    id: int
    held: int = 0
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Work:
    """A lead to be dealt. ``place`` sorts neighbours together: country, region, zone."""

    id: int
    language: str = ""
    owner_id: int | None = None
    place: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trait:
    """What of a lead decides who may have it, under one rule."""

    language: str = ""
    owner_id: int | None = None


def trait_of(work: Work, rule: Rule) -> Trait:
    """The part of ``work`` that ``rule`` looks at."""
    return Trait(
        language=work.language if rule is Rule.LANGUAGE else "",
        owner_id=work.owner_id if rule is Rule.OWNER else None,
    )


def takers(trait: Trait, people: Iterable[Dealt]) -> list[int]:
    """Who may be dealt a lead like that: its owner, those who speak its language, else anybody."""
    people = list(people)
    owners = [one.id for one in people if one.id == trait.owner_id]
    speakers = [one.id for one in people if trait.language in one.languages]
    return owners or (trait.language and speakers) or [one.id for one in people]


def shares(counts: Mapping[Trait, int], people: Collection[Dealt]) -> dict[Trait, dict[int, int]]:
    """How many of each kind of lead goes to whom.

    Raises ``ValueError`` when there is nobody to deal to.
    """
    if not people:
        raise ValueError("there is nobody to deal to")
    heaps = {one.id: one.held for one in people}
    may_take = {trait: takers(trait, people) for trait in counts}
    scarce_first = sorted(
        counts, key=lambda trait: (len(may_take[trait]), trait.language, trait.owner_id or 0)
    )
    dealt = {}
    for trait in scarce_first:
        given = _level({one: heaps[one] for one in may_take[trait]}, counts[trait])
        for one, count in given.items():
            heaps[one] += count
        dealt[trait] = given
    return dealt


def _level(heaps: Mapping[int, int], units: int) -> dict[int, int]:
    """Fill the lowest heaps up with ``units``, as water would; odd ones go to the lowest ids."""
    by_height = sorted(heaps, key=lambda one: (heaps[one], one))
    held = 0
    for count, one in enumerate(by_height, start=1):
        held += heaps[one]
        if count == len(by_height) or held + units <= heaps[by_height[count]] * count:
            break
    level, odd = divmod(held + units, count)
    given = dict.fromkeys(sorted(heaps), 0)
    for place, one in enumerate(sorted(by_height[:count])):
        given[one] = level - heaps[one] + (place < odd)
    return given


def deal(works: Iterable[Work], people: Collection[Dealt], rule: Rule) -> dict[int, int]:
    """Who gets which lead: the person's id by the lead's.

    By region everybody gets a stretch of neighbours; by any other rule turns are taken in the order
    of ``works``, so that nobody gets all the good ones. Raises as :func:`shares` does.
    """
    by_trait: dict[Trait, list[Work]] = defaultdict(list)
    for work in works:
        by_trait[trait_of(work, rule)].append(work)
    counts = {trait: len(group) for trait, group in by_trait.items()}
    dealt = {}
    for trait, given in shares(counts, people).items():
        group = by_trait[trait]
        if rule is Rule.REGION:
            group = sorted(group, key=lambda work: (work.place, work.id))
            turns = _stretches(given)
        else:
            turns = _turns(given)
        dealt |= {work.id: one for work, one in zip(group, turns, strict=True)}
    return dealt


def _stretches(given: Mapping[int, int]) -> Iterable[int]:
    """Each person as often as they are given, one after the other."""
    return [one for one, count in sorted(given.items()) for _ in range(count)]


def _turns(given: Mapping[int, int]) -> Iterable[int]:
    """Each person as often as they are given, taking turns while they last."""
    rounds = sorted((turn, one) for one, count in given.items() for turn in range(count))
    return [one for _turn, each in groupby(rounds, key=lambda pair: pair[0]) for _t, one in each]
