"""The board: every promotion of one kind with how it stands, and the sentence it opens with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.floor_time import Moment
from leadtracker.domain.pace import Verdict
from leadtracker.models import Promotion, User
from leadtracker.models.promotion import PromotionState
from leadtracker.queries import board as find
from leadtracker.queries import promotions as find_promotions
from leadtracker.queries.local_days import day_starts
from leadtracker.serializers.pace import Share, Standing, shares, supply_since
from leadtracker.templating.wording import date_words, number


class Segment(StrEnum):
    """The three views of the board."""

    LIVE = "live"
    PLANNED = "planned"
    ENDED = "ended"


_STATES = {
    Segment.LIVE: (PromotionState.LIVE, PromotionState.PAUSED),
    Segment.PLANNED: (PromotionState.DRAFT,),
    Segment.ENDED: (PromotionState.ENDED,),
}

#: Ended promotions shown, the latest first.
MOST_ENDED = 50

#: People named who are behind their share.
MOST_BEHIND = 5


@dataclass(frozen=True)
class Headline:
    """The answer in words: what comes before the worst promotion, its own words, what follows."""

    before: str
    worst: Standing | None = None
    worst_words: str = ""
    after: str = ""


@dataclass(frozen=True)
class Board:
    """Everything the board shows."""

    segment: Segment
    counts: dict[Segment, int]
    standings: list[Standing]
    shares: list[Share]
    at: Moment
    headline: Headline

    @property
    def behind(self) -> list[Share]:
        """Those furthest behind their share."""
        return [share for share in self.shares if share.gap < 0][:MOST_BEHIND]

    @property
    def supplies(self) -> list[Standing]:
        """Promotions whose leads have a rate to run out at, the shortest first."""
        known = [standing for standing in self.standings if standing.days_of_leads is not None]
        return sorted(known, key=lambda standing: standing.days_of_leads)


def moment() -> Moment:
    """Now, in the floor's own zone."""
    return Moment(clock.now(), clock.zone(current_app.config["DEFAULT_TIME_ZONE"]))


def board_of(segment: Segment) -> Board:
    """The board as it stands now."""
    at = moment()
    promotions = _promotions_of(segment)
    everybody = find.coordinators()
    standings = standings_of(promotions, everybody, at)
    if segment is Segment.LIVE:
        standings.sort(key=lambda standing: standing.risk)
    sold = find.orders_by_person([promotion.id for promotion in promotions])
    return Board(
        segment=segment,
        counts=_counts(),
        standings=standings,
        shares=shares(standings, sold) if segment is Segment.LIVE else [],
        at=at,
        headline=headline(standings) if segment is Segment.LIVE else Headline(""),
    )


def _promotions_of(segment: Segment) -> list[Promotion]:
    stmt = find_promotions.promotions_in(*_STATES[segment])
    if segment is Segment.ENDED:
        stmt = stmt.order_by(None).order_by(Promotion.ended_at.desc()).limit(MOST_ENDED)
    return list(db.session.scalars(stmt))


def _counts() -> dict[Segment, int]:
    by_state = find_promotions.count_promotions_by_state()
    return {
        segment: sum(by_state.get(state, 0) for state in states)
        for segment, states in _STATES.items()
    }


def standings_of(
    promotions: Sequence[Promotion], everybody: Sequence[User], at: Moment
) -> list[Standing]:
    """How each promotion stands, in the order given; five statements whatever their number."""
    if not promotions:
        return []
    ids = [promotion.id for promotion in promotions]
    first = min(promotion.starts_on for promotion in promotions)
    sales = find.sales_of(ids, at.zone, min(first, at.today), at.today)
    supply = find.supply_of(ids)
    finished = find.finished_since(ids, day_starts(supply_since(at), at.zone))
    return [
        Standing(
            promotion=promotion,
            at=at,
            sales=sales.get(promotion.id, find.Sales()),
            supply=supply.get(promotion.id, find.Supply()),
            finished=finished.get(promotion.id, 0),
            people=callers_of(promotion, everybody),
            for_everyone=not promotion.teams,
        )
        for promotion in promotions
    ]


def callers_of(promotion: Promotion, everybody: Sequence[User]) -> list[User]:
    """The coordinators of its teams; everybody's where it names none."""
    teams = {team.id for team in promotion.teams}
    return [person for person in everybody if not teams or person.team_id in teams]


def headline(standings: Collection[Standing]) -> Headline:
    """Will we hit them? How many are on pace, the one that falls shortest, how many are tight."""
    told = [standing for standing in standings if standing.verdict is not None]
    if not standings:
        return Headline(_("No promotion is live."))
    if not told:
        first = min(standing.forecast_from for standing in standings)
        return Headline(
            _(
                "%(live)s. The first forecast comes on %(day)s.",
                live=_are_live(len(standings)),
                day=date_words(first),
            )
        )
    by = {verdict: [one for one in told if one.verdict is verdict] for verdict in Verdict}
    worst = _worst(by)
    tight = len([one for one in by[Verdict.TIGHT] if one is not worst])
    return Headline(
        before=_on_pace(len(by[Verdict.ON_PACE]), len(told)),
        worst=worst,
        worst_words=_heading(worst) if worst else "",
        after=_after(worst, tight),
    )


def _worst(by: Mapping[Verdict, list[Standing]]) -> Standing | None:
    """The one that falls furthest short among those behind, else among the tight ones."""
    short = [one for one in by[Verdict.BEHIND] or by[Verdict.TIGHT] if _short(one) > 0]
    return max(short, key=lambda one: (_short(one) / one.target, one.promotion.name), default=None)


def _short(standing: Standing) -> int:
    return standing.target - standing.forecast.median if standing.forecast else 0


def _heading(worst: Standing) -> str:
    return _(
        "%(name)s is heading for %(short)s short",
        name=worst.promotion.name,
        short=number(_short(worst)),
    )


def _after(worst: Standing | None, tight: int) -> str:
    of_target = _("of its %(target)s.", target=number(worst.target)) if worst else ""
    if not tight:
        return of_target
    words = ngettext("%(n)s is tight.", "%(n)s are tight.", tight, n=_capital(counted(tight)))
    return f"{of_target} {words}".strip()


def _are_live(count: int) -> str:
    n = _capital(counted(count))
    return ngettext("%(n)s promotion is live", "%(n)s promotions are live", count, n=n)


def _on_pace(on_pace: int, told: int) -> str:
    if told == 1:
        return _("The one promotion with a forecast is on pace.") if on_pace else ""
    if on_pace == told:
        return _("All %(all)s promotions are on pace.", all=counted(told))
    if not on_pace:
        return _("None of %(all)s promotions is on pace.", all=counted(told))
    n, everything = _capital(counted(on_pace)), counted(told)
    return ngettext(
        "%(n)s of %(all)s promotions is on pace.",
        "%(n)s of %(all)s promotions are on pace.",
        on_pace,
        n=n,
        all=everything,
    )


def counted(count: int) -> str:
    """A small number as a word, as a sentence has it."""
    words = (
        _("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if count < len(words) else number(count)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
