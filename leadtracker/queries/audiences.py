"""Whom a promotion would call: its list, told apart by what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from leadtracker.db import db
from leadtracker.domain.queue import QueueKind, QueueState
from leadtracker.models import DoNotCallEntry, Lead, LeadListMember, Phone, Promotion, QueueItem

_NO_NUMBER, _DO_NOT_CALL, _OTHER_TEAM, _OPEN = "no_number", "do_not_call", "other_team", "open"


@dataclass(frozen=True)
class Audience:
    """How many leads of a list may be called, and how many not and why; the parts sum to all."""

    by_zone: dict[str, int] = field(default_factory=dict)
    without_number: int = 0
    do_not_call: int = 0
    other_team: int = 0

    @property
    def unknown_zone(self) -> int:
        """Leads of whose time zone nothing is known, so that no hour is known to be allowed."""
        return self.by_zone.get("", 0)

    @property
    def callable(self) -> int:
        """Leads that may be called at some hour."""
        return sum(count for zone, count in self.by_zone.items() if zone)

    @property
    def total(self) -> int:
        return sum(self.by_zone.values()) + self.without_number + self.do_not_call + self.other_team


def _has_number() -> ColumnElement[bool]:
    return exists().where(Phone.lead_id == Lead.id, Phone.e164.is_not(None))


def _has_callable_number() -> ColumnElement[bool]:
    blocked = exists().where(DoNotCallEntry.e164 == Phone.e164, DoNotCallEntry.lifted_at.is_(None))
    return exists().where(Phone.lead_id == Lead.id, Phone.e164.is_not(None), ~blocked)


def _in_teams(team_ids: Sequence[int]) -> ColumnElement[bool]:
    """The teams' leads and the unassigned ones; a promotion that names no team takes all."""
    if not team_ids:
        return Lead.id.is_not(None)
    return or_(Lead.team_id.is_(None), Lead.team_id.in_(team_ids))


def audience_of(list_id: int, team_ids: Sequence[int]) -> Audience:
    """The list told apart in one query; whatever is checked first is what a lead counts under."""
    bucket = case(
        (~_has_number(), _NO_NUMBER),
        (~_has_callable_number(), _DO_NOT_CALL),
        (~_in_teams(team_ids), _OTHER_TEAM),
        else_=_OPEN,
    ).label("bucket")
    members = (
        select(bucket, Lead.time_zone)
        .join(LeadListMember, LeadListMember.lead_id == Lead.id)
        .where(LeadListMember.list_id == list_id)
        .subquery()
    )
    rows = db.session.execute(
        select(members.c.bucket, members.c.time_zone, func.count()).group_by(
            members.c.bucket, members.c.time_zone
        )
    ).all()
    return Audience(
        by_zone={zone: count for bucket, zone, count in rows if bucket == _OPEN},
        without_number=_sum_of(rows, _NO_NUMBER),
        do_not_call=_sum_of(rows, _DO_NOT_CALL),
        other_team=_sum_of(rows, _OTHER_TEAM),
    )


def _sum_of(rows, wanted: str) -> int:
    return sum(count for bucket, _zone, count in rows if bucket == wanted)


def unqueued_leads(promotion: Promotion) -> Select:
    """Leads of the promotion's list that it may call and for whom it has no queue item yet."""
    queued = exists().where(
        QueueItem.promotion_id == promotion.id,
        QueueItem.lead_id == Lead.id,
        QueueItem.kind == QueueKind.PROMOTION,
    )
    return (
        select(Lead.id, Lead.team_id, Lead.time_zone)
        .join(LeadListMember, LeadListMember.lead_id == Lead.id)
        .where(
            LeadListMember.list_id == promotion.list_id,
            Lead.time_zone != "",
            _in_teams([team.id for team in promotion.teams]),
            _has_callable_number(),
            ~queued,
        )
    )


def zones_of_unqueued(promotion: Promotion) -> list[str]:
    """The time zones of :func:`unqueued_leads`."""
    leads = unqueued_leads(promotion).subquery()
    return list(db.session.scalars(select(leads.c.time_zone).distinct()))


def zones_ready() -> list[str]:
    """Time zones in which promotion items are ready."""
    return list(
        db.session.scalars(
            select(QueueItem.time_zone)
            .where(QueueItem.state == QueueState.READY, QueueItem.kind == QueueKind.PROMOTION)
            .distinct()
        )
    )
