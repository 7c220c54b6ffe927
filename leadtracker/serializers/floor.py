"""The live floor in words: a row for each person, the sentence on top, and what stands beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from leadtracker.domain import clock, floor
from leadtracker.domain.floor import CallTimes, Doing, Standing, Stay
from leadtracker.models import Call, PresenceSpan, QueueItem, Team, User
from leadtracker.queries import floor as find
from leadtracker.queries import presence as find_presence
from leadtracker.templating.wording import day_time_in, duration_words, reader_zone

#: What each state is called, and the tone of its mark.
_STATES = {
    Doing.TALKING: (_l("Talking"), "live"),
    Doing.RINGING: (_l("Ringing"), "ok"),
    Doing.WRAP_UP: (_l("Wrap-up"), "warn"),
    Doing.STUCK: (_l("Wrap-up, too long"), "bad"),
    Doing.FREE: (_l("Free"), "off"),
    Doing.BREAK: (_l("Break"), "off"),
    Doing.LUNCH: (_l("Lunch"), "off"),
    Doing.TRAINING: (_l("Training"), "off"),
    Doing.AWAY: (_l("Away"), "off"),
}

#: The order of the rows: who can be helped now comes first, who is away last.
_ORDER = list(_STATES)

_OWES = {Doing.WRAP_UP, Doing.STUCK}
_ON_CALL = {Doing.TALKING, Doing.RINGING}

_NUMBERS = (
    _l("nobody"), _l("one"), _l("two"), _l("three"), _l("four"), _l("five"), _l("six"),
    _l("seven"), _l("eight"), _l("nine"), _l("ten"), _l("eleven"), _l("twelve"),
)  # fmt: skip


@dataclass(frozen=True)
class PersonRow:
    """One person as the floor shows them now."""

    user: User
    standing: Standing
    state: str
    tone: str
    lead_id: int | None
    lead: str
    about: str
    calls: int
    reached: int
    orders: int
    talk_seconds: int
    call: Call | None
    item: QueueItem | None

    @property
    def is_away(self) -> bool:
        return self.standing.doing is Doing.AWAY

    @property
    def is_free(self) -> bool:
        return self.standing.doing is Doing.FREE

    @property
    def is_on_call(self) -> bool:
        return self.standing.doing in _ON_CALL

    @property
    def owes_outcome(self) -> bool:
        return self.standing.doing in _OWES

    @property
    def reached_share(self) -> float | None:
        return self.reached / self.calls if self.calls else None


@dataclass(frozen=True)
class TeamTab:
    """A team of the floor as a filter, or everybody."""

    team: Team | None
    name: str
    count: int
    on: bool


@dataclass(frozen=True)
class Headline:
    """The sentence on top: what goes on, who is stuck, what is late."""

    opening: str
    stuck: str
    stuck_id: int | None
    ending: str
    note: str


@dataclass(frozen=True)
class Totals:
    """The last line: everybody shown, together."""

    people: str
    now: str
    calls: int
    reached_share: float | None
    orders: int
    talk_seconds: int


def tabs_of(people: list[User], chosen: int | None) -> list[TeamTab]:
    """A tab for each team somebody is in, and one for everybody when there are several."""
    teams = {user.team.id: user.team for user in people if user.team}
    tabs = [
        TeamTab(team, team.name, sum(user.team_id == team.id for user in people), team.id == chosen)
        for team in sorted(teams.values(), key=lambda team: team.name.lower())
    ]
    if len(people) == sum(tab.count for tab in tabs) and len(tabs) < 2:
        return []
    return [*tabs, TeamTab(None, _("Everyone"), len(people), chosen is None)]


def person_rows(people: list[User]) -> list[PersonRow]:
    """The rows of these people: whoever talks first, whoever is away last."""
    now, ids = clock.now(), [user.id for user in people]
    since = datetime.combine(clock.today(reader_zone()), datetime.min.time(), tzinfo=reader_zone())
    spans, calls = find_presence.open_spans(ids), find.unsettled_calls(ids)
    items, days = find.desk_items(ids), find.days_of(ids, since)
    orders = find.orders_of(ids, since)
    rows = [
        _row(
            user,
            spans.get(user.id),
            calls.get(user.id),
            items.get(user.id),
            days.get(user.id, find.Day()),
            orders.get(user.id, 0),
            now,
        )
        for user in people
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.standing.doing))


def _row(
    user: User,
    span: PresenceSpan | None,
    call: Call | None,
    item: QueueItem | None,
    day: find.Day,
    orders: int,
    now: datetime,
) -> PersonRow:
    standing = floor.standing_of(
        call and CallTimes(call.started_at, call.connected_at, call.ended_at),
        span and Stay(span.state, span.started_at, span.seen_at),
        free_since=day.settled_at,
        now=now,
    )
    state, tone = _STATES[standing.doing]
    lead = call.lead if call else item.lead if item else None
    return PersonRow(
        user=user,
        standing=standing,
        state=str(state),
        tone=tone,
        lead_id=lead.id if lead else None,
        lead=lead.name if lead else "",
        about=_about(standing.doing, call, item),
        calls=day.calls,
        reached=day.reached,
        orders=orders,
        talk_seconds=day.talk_seconds,
        call=call,
        item=item,
    )


def _about(doing: Doing, call: Call | None, item: QueueItem | None) -> str:
    """The small print under the lead's name."""
    if call is not None:
        promotion = call.promotion.name if call.promotion else ""
        owed = _("no outcome yet") if doing in _OWES else call.lead.city
        return " · ".join(part for part in (promotion, owed) if part)
    if item is not None:
        return _("on the desk, not called yet")
    return _("Nothing on the desk") if doing is Doing.FREE else ""


def headline_of(rows: list[PersonRow], late: int) -> Headline:
    """What a team lead came for, in one sentence."""
    stuck = [row for row in rows if row.standing.doing is Doing.STUCK]
    first = min(stuck, key=lambda row: row.standing.since, default=None)
    late_words = ngettext("one callback is late", "%(count)s callbacks are late", late,
                          count=_counted(late)) if late else ""  # fmt: skip
    if first is not None:
        ending = _(", and %(late)s.", late=late_words) if late else "."
    else:
        ending = _capital(late_words) + "." if late else ""
    return Headline(
        opening=_opening(rows),
        stuck=_(
            "%(name)s has been in wrap-up for %(time)s",
            name=first.user.first_name,
            time=duration_words(_whole_minutes(clock.now() - first.standing.since)),
        )
        if first
        else "",
        stuck_id=first.user.id if first else None,
        ending=ending,
        note=day_time_in(clock.now(), reader_zone()),
    )


def _opening(rows: list[PersonRow]) -> str:
    if all(row.is_away for row in rows):
        return _("Nobody is on the floor.")
    talking = sum(row.standing.doing is Doing.TALKING for row in rows)
    ringing = sum(row.standing.doing is Doing.RINGING for row in rows)
    free = sum(row.is_free for row in rows)
    if not talking and not ringing:
        return _("Nobody is on a call, %(free)s free.", free=_counted(free))
    parts = [_("%(count)s talking", count=_counted(talking))] if talking else []
    parts += [_("%(count)s ringing", count=_counted(ringing))] if ringing else []
    return _capital(", ".join(parts)) + "."


def totals_of(rows: list[PersonRow]) -> Totals:
    """All of them together."""
    calls = sum(row.calls for row in rows)
    on_calls = sum(row.is_on_call for row in rows)
    owing = sum(row.owes_outcome for row in rows)
    return Totals(
        people=ngettext("%(num)s person", "All %(num)s", len(rows)),
        now=_("%(calls)s on calls, %(owing)s in wrap-up", calls=on_calls, owing=owing),
        calls=calls,
        reached_share=sum(row.reached for row in rows) / calls if calls else None,
        orders=sum(row.orders for row in rows),
        talk_seconds=sum(row.talk_seconds for row in rows),
    )


def _counted(count: int) -> str:
    """Small numbers as words, as a sentence has them."""
    return str(_NUMBERS[count]) if count < len(_NUMBERS) else str(count)


def _whole_minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60 * 60


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
