"""What stands beside the floor: how the queue is, why it is short, and who holds how much."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain import clock, floor
from leadtracker.domain.distribution import Rule
from leadtracker.domain.queue import pool_of
from leadtracker.models import QueueItem, Team, User
from leadtracker.queries import assignments as find_assignments
from leadtracker.queries import floor as find
from leadtracker.queries import queue_lists as find_lists
from leadtracker.serializers.floor import PersonRow
from leadtracker.serializers.queue_rows import WaitingLine, waiting_lines
from leadtracker.templating.wording import MINUS, NO_BREAK_SPACE, day_time_in, reader_zone

#: A share further from the even line than this, in hundredths, is worth a colour.
UNEVEN = 25

LATE_SHOWN = 5

#: Below this many leads a person, shares say nothing.
FEW = 3


@dataclass(frozen=True)
class LateLine:
    """A promise nobody has taken up: whose, to whom, how late."""

    owner: str
    lead: str
    late: str


@dataclass(frozen=True)
class ShareLine:
    """What waits for one person, against the even line."""

    name: str
    count: int
    gap: int
    words: str
    tone: str


@dataclass(frozen=True)
class Side:
    """All of it. ``due`` are promises whose moment has come, ``callable_now`` whatever is ready."""

    due: int
    due_words: str
    late: list[LateLine]
    late_count: int
    give_words: str
    oldest: str
    waiting: int
    next_words: str
    causes: list[WaitingLine]
    callable_now: int
    shares: list[ShareLine]
    dealt_team_id: int | None
    free_count: int


def side_of(rows: list[PersonRow], teams: list[Team]) -> Side:
    """Beside these people's rows, who work for these teams."""
    people = [row.user for row in rows]
    own = [find.own_pool(user) for user in people]
    shared = find.shared_pools([team.id for team in teams])
    totals = find.pool_totals([*own, *shared])
    late = late_items(people, teams, limit=LATE_SHOWN)
    due_count, late_count = find_assignments.count_due_promises(
        _promise_pools(people, teams), clock.now()
    )
    causes = waiting_lines(find_lists.waiting_causes([*own, *shared]))
    here = sum(not row.is_away for row in rows)
    return Side(
        due=due_count,
        due_words=ngettext("for %(num)s on the floor", "for %(num)s on the floor", here),
        late=[_late_line(item) for item in late],
        late_count=late_count,
        give_words=_give_words(late_count),
        oldest=_long(clock.now() - late[0].due_at) if late else "",
        waiting=sum(cause.count for cause in causes),
        next_words=_next(causes),
        causes=causes,
        callable_now=sum(total.ready for total in totals.values()),
        shares=_shares(people, totals),
        dealt_team_id=_dealt_team_id(teams),
        free_count=sum(row.is_free for row in rows),
    )


def _dealt_team_id(teams: list[Team]) -> int | None:
    """The one team shown, if its leads are dealt to its people."""
    dealt = [team.id for team in teams if team.distribution is not Rule.SHARED]
    return dealt[0] if dealt and len(teams) == 1 else None


def late_items(
    people: list[User], teams: list[Team], *, limit: int = find_assignments.MOST_AT_ONCE
) -> list[QueueItem]:
    """The first so many promises of these people and teams whose moment has passed."""
    pools = _promise_pools(people, teams)
    return find_assignments.late_promises(pools, clock.now(), limit=limit)


def _promise_pools(people: list[User], teams: list[Team]) -> list[str]:
    shared = [pool_of(owner_id=None, team_id=team.id, promotion_id=None) for team in teams]
    return [find.own_pool(user) for user in people] + shared


def _give_words(late_count: int) -> str:
    """What the key that gives them out does, in words: no more than one step may."""
    most = find_assignments.MOST_AT_ONCE
    if late_count > most:
        return _("Give the oldest %(num)s to who is free", num=most)
    return ngettext("Give it to who is free", "Give all %(num)s to who is free", late_count)


def _late_line(item: QueueItem) -> LateLine:
    owner = item.owner.name if item.owner else _("The team")
    late = _("%(time)s late", time=_long(clock.now() - item.due_at))
    return LateLine(owner, item.lead.name, late)


def _long(span: timedelta) -> str:
    """41 min, 5 h, 3 days: whole ones of what a reader counts in."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return _("%(n)s min", n=minutes)
    if minutes < 48 * 60:
        return _("%(n)s h", n=minutes // 60)
    return ngettext("%(num)s day", "%(num)s days", minutes // 1440)


def _next(causes: list[WaitingLine]) -> str:
    if not causes:
        return ""
    soonest = min(cause.next_at for cause in causes)
    return _("next %(when)s", when=day_time_in(soonest, reader_zone()))


def _shares(people: list[User], totals: dict[str, find.PoolTotals]) -> list[ShareLine]:
    """Who has how much waiting for them alone; nothing while all of it is shared."""
    counts = {
        user.id: totals[pool].ready + totals[pool].waiting
        for user in people
        if (pool := find.own_pool(user)) in totals
    }
    if sum(counts.values()) < FEW * len(counts):
        return []
    lines = []
    for user in people:
        gap = floor.share_gap(counts[user.id], list(counts.values())) or 0
        tone = "warn" if gap > UNEVEN else "bad" if gap < -UNEVEN else ""
        lines.append(ShareLine(user.name, counts[user.id], gap, _signed(gap), tone))
    return sorted(lines, key=lambda line: (-line.gap, line.name))


def _signed(gap: int) -> str:
    sign = "+" if gap > 0 else MINUS if gap < 0 else ""
    return f"{sign}{abs(gap)}{NO_BREAK_SPACE}%"
