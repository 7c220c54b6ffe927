"""The floor's people and leads: as many as a storm needs, all of whom may be called now."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from leadtracker.models import Lead, Outcome, User
from tests.support import builders
from tests.support.places import Place, open_places

#: Area codes of New York State and of California.
_NEW_YORK = "315 332 347 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934"
_CALIFORNIA = "209 310 323 408 415 424 510 530 559 562 619 626 650 657 661 707 714 747 760"

#: More numbers reserved for fiction, in the zones of ``places``: 100 for each beginning.
_MORE = {
    "Europe/London": [
        f"+44{area}4960{n}" for area in (114, 115, 116, 117, 121, 131) for n in range(10)
    ],
    "America/New_York": [f"+1{area}55501" for area in _NEW_YORK.split()],
    "America/Los_Angeles": [f"+1{area}55501" for area in _CALIFORNIA.split()],
}

#: Last digits of telephones that are answered.
_ANSWERED = ("11", "21", "31", "41", "61", "71", "81", "14", "44", "64")


@dataclass(frozen=True)
class Cast:
    """Who works, and the outcomes' ids by their code."""

    coordinators: list[User]
    outcomes: dict[str, int]
    leads: int


def make_cast(coordinators: int, leads: int) -> Cast:
    """In the caller's transaction: one promotion, each lead with an item in it."""
    team = builders.make_team("Storm")
    outcomes = builders.make_outcome_set("Storm")
    people = [
        builders.make_user(f"Coordinator {n}", phone=_own_phone(n), team_id=team.id)
        for n in range(coordinators)
    ]
    numbers = _numbers()
    everybody = [_make_lead(n, *number) for n, number in enumerate(islice(numbers, leads))]
    if len(everybody) < leads:
        raise RuntimeError(f"at this hour only {len(everybody)} of {leads} leads may be called")
    promotion = builders.make_promotion(leads=everybody, outcome_set_id=outcomes.id)
    for lead in everybody:
        builders.make_queue_item(lead, promotion=promotion)
    return Cast(people, _ids(outcomes.outcomes), leads)


def _ids(outcomes: list[Outcome]) -> dict[str, int]:
    return {outcome.code: outcome.id for outcome in outcomes}


def _own_phone(number: int) -> str:
    """A telephone that answers, another one for each of a hundred people."""
    hundred, ending = divmod(number, len(_ANSWERED))
    return f"+442079460{hundred}{_ANSWERED[ending]}"


def _make_lead(number: int, place: Place, e164: str) -> Lead:
    return builders.make_lead(f"Lead {number} Ltd", phone=e164, **place.fields)


def _numbers() -> Iterator[tuple[Place, str]]:
    """Numbers where it is daytime, place after place, until there are no more.

    Their last digits decide what the network does, so each hundred has all that can happen.
    """
    prefixes = [(place, [place.prefix, *_MORE.get(place.time_zone, [])]) for place in open_places()]
    for hundred in range(max(len(own) for _place, own in prefixes)):
        for ending in range(100):
            for place, own in prefixes:
                if hundred < len(own):
                    yield place, f"{own[hundred]}{ending:02d}"
