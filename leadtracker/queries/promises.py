"""How promises were kept: ``domain.promises.state_of`` as SQL, counted over a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    case,
    false,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload

from leadtracker.db import Instant, db
from leadtracker.domain.promises import ON_TIME, PromiseState, whole_seconds
from leadtracker.models import FollowUp, FollowUpMove, Lead, User
from leadtracker.queries.local_days import day_starts
from leadtracker.queries.whole_seconds import whole_seconds as seconds_of

#: A promise that was taken back with its outcome was never given.
_GIVEN = FollowUp.taken_back_at.is_(None)


@dataclass(frozen=True)
class PromiseRecord:
    """Promises counted by state. ``late_seconds`` is how late the late ones were on average."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    moved: int = 0
    released: int = 0
    open: int = 0
    due: int = 0
    overdue: int = 0
    late_seconds: int = 0

    @property
    def decided(self) -> int:
        """How many are kept or not for good; moved ones count where they were moved to, and
        released ones nowhere."""
        return self.kept + self.late + self.broken

    def __add__(self, other: "PromiseRecord") -> "PromiseRecord":
        late = self.late + other.late
        seconds = self.late * self.late_seconds + other.late * other.late_seconds
        return PromiseRecord(
            kept=self.kept + other.kept,
            late=late,
            broken=self.broken + other.broken,
            moved=self.moved + other.moved,
            released=self.released + other.released,
            open=self.open + other.open,
            due=self.due + other.due,
            overdue=self.overdue + other.overdue,
            late_seconds=round(seconds / late) if late else 0,
        )

    @property
    def share_kept(self) -> float | None:
        """Kept of all that is decided; None while nothing is."""
        return self.kept / self.decided if self.decided else None


def promise_record(
    since: datetime,
    until: datetime,
    *,
    now: datetime,
    owner_ids: Collection[int] | None = None,
    promotion_id: int | None = None,
) -> PromiseRecord:
    """How the promises whose moment lies from ``since`` on and before ``until`` were kept."""
    which = _agreements(since, until)
    wanted = []
    if owner_ids is not None:
        wanted.append(which.c.owner_id.in_(owner_ids))
    if promotion_id is not None:
        wanted.append(which.c.promotion_id == promotion_id)
    return _counted(which, literal(0), now, wanted).get(0, PromiseRecord())


def records_by_person(
    since: datetime, until: datetime, *, now: datetime, promotion_id: int | None = None
) -> dict[int, PromiseRecord]:
    """The record of everybody who promised a call in that time, by the person's id."""
    which = _agreements(since, until)
    wanted = [] if promotion_id is None else [which.c.promotion_id == promotion_id]
    return _counted(which, which.c.owner_id, now, wanted)


def promises_of_day(user: User, day: date, zone: tzinfo) -> list[FollowUp]:
    """The user's promises whose moment lies on that day in ``zone``, in order."""
    since, until = day_starts(day, zone), _next_day_starts(day, zone)
    return list(
        db.session.scalars(
            _with_what_a_row_shows(select(FollowUp))
            .where(
                FollowUp.owner_id == user.id,
                _GIVEN,
                FollowUp.due_at >= since,
                FollowUp.due_at < until,
            )
            .order_by(FollowUp.due_at, FollowUp.id)
        )
    )


def moves_of_day(user: User, day: date, zone: tzinfo) -> list[FollowUpMove]:
    """The moments of that day that the user had promised and that were moved, in order."""
    since, until = day_starts(day, zone), _next_day_starts(day, zone)
    return list(
        db.session.scalars(
            select(FollowUpMove)
            .join(FollowUpMove.follow_up)
            .where(
                FollowUp.owner_id == user.id,
                _GIVEN,
                FollowUpMove.due_at >= since,
                FollowUpMove.due_at < until,
            )
            .options(
                contains_eager(FollowUpMove.follow_up)
                .joinedload(FollowUp.lead)
                .selectinload(Lead.phones),
                joinedload(FollowUpMove.kept_by),
            )
            .order_by(FollowUpMove.due_at, FollowUpMove.id)
        )
    )


def owed_from_before(user: User, day: date, zone: tzinfo) -> list[FollowUp]:
    """Promises of earlier days that are still open, oldest first."""
    return list(
        db.session.scalars(
            _with_what_a_row_shows(select(FollowUp))
            .where(
                FollowUp.owner_id == user.id,
                FollowUp.closed_at.is_(None),
                FollowUp.due_at < day_starts(day, zone),
            )
            .order_by(FollowUp.due_at, FollowUp.id)
        )
    )


def find_promise(promise_id: int, *, owners: Select) -> FollowUp | None:
    """The promise, if its owner is one of those people."""
    return db.session.scalar(
        _with_what_a_row_shows(select(FollowUp)).where(
            FollowUp.id == promise_id, FollowUp.owner_id.in_(owners.with_only_columns(User.id))
        )
    )


def _with_what_a_row_shows(stmt: Select) -> Select:
    return stmt.options(
        joinedload(FollowUp.lead).selectinload(Lead.phones),
        joinedload(FollowUp.queue_item),
        joinedload(FollowUp.kept_by),
        joinedload(FollowUp.owner),
    )


def _next_day_starts(day: date, zone: tzinfo) -> datetime:
    return day_starts(date.fromordinal(day.toordinal() + 1), zone)


# --- the definition in SQL -----------------------------------------------------------------------


def _agreements(since: datetime, until: datetime) -> Subquery:
    """Every moment agreed in that time: where promises stand, and where they were moved from."""
    nothing = null().cast(Instant())
    standing = select(
        FollowUp.owner_id,
        FollowUp.promotion_id,
        FollowUp.due_at,
        FollowUp.breaks_at,
        FollowUp.kept_at,
        FollowUp.closed_at,
        nothing.label("moved_at"),
        FollowUp.block_id.is_not(None).label("is_released"),
    ).where(_GIVEN, FollowUp.due_at >= since, FollowUp.due_at < until)
    former = (
        select(
            FollowUp.owner_id,
            FollowUp.promotion_id,
            FollowUpMove.due_at,
            FollowUpMove.breaks_at,
            FollowUpMove.kept_at,
            nothing,
            FollowUpMove.moved_at,
            false(),
        )
        .join(FollowUpMove.follow_up)
        .where(_GIVEN, FollowUpMove.due_at >= since, FollowUpMove.due_at < until)
    )
    return union_all(standing, former).subquery("agreement")


def _counted(
    which: Subquery, group: ColumnElement, now: datetime, wanted: list
) -> dict[int, PromiseRecord]:
    state = _state(which.c, now)
    late = seconds_of(which.c.kept_at) - seconds_of(which.c.due_at)
    each = select(group.label("who"), state.label("state"), late.label("late")).where(*wanted)
    rows = each.subquery()
    found: dict[int, dict[str, int]] = {}
    for who, name, count, average in db.session.execute(
        select(rows.c.who, rows.c.state, func.count(), func.avg(rows.c.late)).group_by(
            rows.c.who, rows.c.state
        )
    ):
        counts = found.setdefault(who, {})
        counts[name] = count
        if name == PromiseState.LATE:
            counts["late_seconds"] = round(float(average))
    return {who: PromiseRecord(**counts) for who, counts in found.items()}


def _state(columns, now: datetime) -> ColumnElement[str]:
    """``domain.promises.state_of``, line by line."""
    on_time = int(ON_TIME.total_seconds())
    due, at = seconds_of(columns.due_at), literal(now, Instant())
    branches = (
        (seconds_of(columns.kept_at) - due <= on_time, PromiseState.KEPT),
        (columns.kept_at < columns.breaks_at, PromiseState.LATE),
        (columns.kept_at.is_not(None), PromiseState.BROKEN),
        (columns.moved_at < columns.breaks_at, PromiseState.MOVED),
        (columns.moved_at.is_not(None), PromiseState.BROKEN),
        (columns.is_released & (columns.closed_at < columns.breaks_at), PromiseState.RELEASED),
        (columns.closed_at.is_not(None) | (columns.breaks_at <= at), PromiseState.BROKEN),
        (columns.due_at > at, PromiseState.OPEN),
        (due >= whole_seconds(now) - on_time, PromiseState.DUE),
    )
    return case(
        *((condition, literal(state.value, String)) for condition, state in branches),
        else_=literal(PromiseState.OVERDUE.value, String),
    )
